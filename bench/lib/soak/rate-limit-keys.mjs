import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { MemoryRateLimitStore } from "../../../templates/packages/core/dist/index.js";

/** Hits the store in memory with so many different keys in each of three windows, and says what it holds after each. */
export function hitWithKeys(count) {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const heldAfter = [];
  let now = 0;
  const store = new MemoryRateLimitStore({ now: () => now });
  collect();
  const before = process.memoryUsage().heapUsed;
  let seconds = 0;
  for (let window = 0; window < 3; window++) {
    now = window * 60_000 + 1;
    const start = performance.now();
    for (let i = 0; i < count; i++) store.hit(`limit-1:2001:db8:${window}:${i.toString(16)}::/56`, 60_000);
    seconds += (performance.now() - start) / 1000;
    collect();
    heldAfter.push(process.memoryUsage().heapUsed - before);
  }
  // what it holds is measured: it must not be collected before
  store.hit("", 60_000);
  return { keys: 3 * count, seconds, microsecondsPerHit: (seconds * 1e6) / (3 * count), heldAfter };
}
