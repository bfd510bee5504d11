/**
 * Lets work through at most once in so many milliseconds, so that a fault that every request meets does not fill the log.
 *
 * @param now milliseconds on a clock that never goes back
 */
export function atMostEvery(
  milliseconds: number,
  now: () => number = () => performance.now(),
): (work: () => void) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (work) => {
    const time = now();
    if (time - last < milliseconds) return;
    last = time;
    work();
  };
}
