import { readFile } from "node:fs/promises";
import { scopeOf } from "./look-alike.ts";

type Key = (name: string) => string;

/** The names that are worth imitating. */
export interface PopularPackages {
  /** 0 for the most used; `undefined` when it is not among them. */
  rank(name: string): number | undefined;
  /** Whose owners publish popular packages, without the `@`. */
  readonly scopes: ReadonlySet<string>;
  /** The most used name for each key; made when it is first asked for. */
  index(key: Key): ReadonlyMap<string, string>;
}

let loaded: Promise<PopularPackages> | undefined;

/** What `data/popular-packages.txt` names; its README says where that comes from. */
export function loadPopularPackages(): Promise<PopularPackages> {
  loaded ??= readFile(new URL("../../../data/popular-packages.txt", import.meta.url), "utf8").then((text) =>
    popularPackages(text.split("\n").filter(Boolean)),
  );
  return loaded;
}

/** @param names the most used first */
export function popularPackages(names: readonly string[]): PopularPackages {
  const ranks = new Map(names.map((name, rank) => [name, rank]));
  const indexes = new Map<Key, ReadonlyMap<string, string>>();
  return {
    rank: (name) => ranks.get(name),
    scopes: new Set(names.flatMap((name) => scopeOf(name) ?? [])),
    index(key) {
      const index = indexes.get(key) ?? firstBy(names, key);
      indexes.set(key, index);
      return index;
    },
  };
}

function firstBy(names: readonly string[], key: Key): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  for (const name of names) {
    const at = key(name);
    if (at !== "" && !first.has(at)) first.set(at, name);
  }
  return first;
}
