/** @throws TypeError when the option is no number of seconds in its range */
export function secondsOption(
  owner: string,
  name: string,
  value: number | undefined,
  { fallback, least, most }: { fallback?: number; least: number; most: number },
): number {
  const seconds = value ?? fallback;
  if (typeof seconds === "number" && seconds >= least && seconds <= most) return seconds;
  throw new TypeError(`${owner}: ${name} must be a number of seconds from ${least} to ${most}.`);
}
