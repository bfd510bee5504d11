import { anyValue } from "./generate-value.ts";
import type { Random } from "./random.ts";

/** The same value with one thing wrong: a key more or less, another type, or something out of bounds. */
export function mutate(value: unknown, random: Random): unknown {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value);
    const at = random.integer(0, entries.length);
    const victim = entries[at];
    if (victim === undefined) return { ...value, [`unknown${random.integer(0, 99)}`]: anyValue(random) };
    const others = entries.filter((_, index) => index !== at);
    if (random.chance(0.3)) return Object.fromEntries(others);
    return Object.fromEntries([...others, [victim[0], mutate(victim[1], random)]]);
  }
  if (Array.isArray(value) && value.length > 0 && random.chance(0.7)) {
    const at = random.integer(0, value.length - 1);
    return value.map((item, index) => (index === at ? mutate(item, random) : item));
  }
  const wrong = [null, true, "", -1, 1e308, 0.5, "x".repeat(5000), [], {}, [[]], { $ne: null }, "\u0000"];
  return random.pick(wrong.filter((other) => other !== value));
}
