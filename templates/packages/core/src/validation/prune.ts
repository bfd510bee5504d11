import { asJson } from "./as-json.ts";
import type { Suspect } from "./suspects.ts";

/** Keys to take out, by place. `"all"` takes out the key itself. */
export type Cuts = ReadonlyMap<string | number, Cuts | "all">;

export function cutsOf(suspects: readonly Suspect[]): Cuts {
  const root: MutableCuts = new Map();
  for (const { path } of suspects) addCut(root, path);
  return root;
}

type MutableCuts = Map<string | number, MutableCuts | "all">;

function addCut(root: MutableCuts, path: Suspect["path"]): void {
  let cuts = root;
  for (const [index, key] of path.entries()) {
    const next = cuts.get(key);
    if (next === "all") return;
    if (index === path.length - 1) {
      cuts.set(key, "all");
    } else {
      const deeper: MutableCuts = next ?? new Map();
      cuts.set(key, deeper);
      cuts = deeper;
    }
  }
}

/**
 * A copy without the cut keys, or with `replacement` in their place; what is not on the way to a cut is
 * shared.
 */
export function prune(value: unknown, cuts: Cuts, replacement?: unknown): unknown {
  value = asJson(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item, index) => {
      const cut = cuts.get(index);
      return cut === undefined || cut === "all" ? item : prune(item, cut, replacement);
    });
  }
  const kept: [string, unknown][] = [];
  for (const [key, member] of Object.entries(value)) {
    const cut = cuts.get(key);
    if (cut === undefined) kept.push([key, member]);
    else if (cut !== "all") kept.push([key, prune(member, cut, replacement)]);
    else if (replacement !== undefined) kept.push([key, replacement]);
  }
  // Defines its members, so that even `__proto__` stays a key.
  return Object.fromEntries(kept);
}
