/**
 * Which of the encodings the client likes best (RFC 9110 §12.5.3), or `undefined` where it prefers the content as it is.
 *
 * @param offered in the server's order, which decides between equals
 */
export function preferredEncoding<T extends string>(
  header: string | null,
  offered: readonly T[],
): T | undefined {
  if (header === null) return undefined;
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim());
    const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    const coding = name.startsWith("x-") ? name.slice(2) : name;
    weights.set(coding, weight === undefined ? 1 : qvalue.test(weight) ? Number(weight) : 0);
  }
  let best: T | undefined;
  // not named, the plain content is acceptable, but behind whatever is named
  let most = weights.get("identity") ?? 0;
  for (const name of offered) {
    const weight = weights.get(name) ?? weights.get("*") ?? 0;
    if (weight > 0 && (best === undefined ? weight >= most : weight > most)) {
      best = name;
      most = weight;
    }
  }
  return best;
}

const qvalue = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;
