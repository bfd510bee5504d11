import { pointer } from "./issues.ts";

/** A key that may be unknown. */
export interface Suspect {
  readonly path: readonly (string | number)[];
  /** The schema says so, rather than only that the validator dropped the key. */
  readonly declared: boolean;
}

export function below(key: string | number, found: readonly Suspect[]): Suspect[] {
  return found.map(({ path, declared }) => ({ path: [key, ...path], declared }));
}

export function join(a: Suspect[] | undefined, b: Suspect[] | undefined): Suspect[] | undefined {
  if (!a || !b) return a ?? b;
  for (const suspect of b) a.push(suspect);
  return a;
}

/** What both sides suspect, each by itself or as part of something larger. */
export function intersect(a: readonly Suspect[], b: readonly Suspect[]): Suspect[] | undefined {
  const inA = indexOf(a);
  const inB = indexOf(b);
  const both = new Map<string, Suspect>();
  for (const [own, other] of [[a, inB] as const, [b, inA] as const]) {
    for (const { path, declared } of own) {
      const covering = findCovering(path, other);
      if (covering) both.set(pointer("", path), { path, declared: declared && covering.declared });
    }
  }
  return both.size > 0 ? [...both.values()] : undefined;
}

/** Without those that lie inside another. */
export function outermost(suspects: readonly Suspect[]): Suspect[] {
  const index = indexOf(suspects);
  return [...index.values()].filter(({ path }) => !findCovering(path.slice(0, -1), index));
}

function indexOf(suspects: readonly Suspect[]): Map<string, Suspect> {
  return new Map(suspects.map((suspect) => [pointer("", suspect.path), suspect]));
}

function findCovering(path: Suspect["path"], index: ReadonlyMap<string, Suspect>): Suspect | undefined {
  for (let length = path.length; length > 0; length--) {
    const covering = index.get(pointer("", path.slice(0, length)));
    if (covering) return covering;
  }
  return undefined;
}
