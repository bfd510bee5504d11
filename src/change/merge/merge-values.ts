import { isDeepStrictEqual } from "node:util";
import { mergeLists } from "./three-way.ts";

export type Step = string | number;
export type ValueObject = Readonly<Record<string, unknown>>;

/** A change of the user's document. They are meant to be made one after the other: each sees those before it. */
export type Edit =
  /** Replaces the value at a path that is there. */
  | { readonly kind: "set"; readonly path: readonly Step[]; readonly value: unknown }
  /** Adds a key (after another, or first) or a list item (before the one at that index). */
  | {
      readonly kind: "insert";
      readonly path: readonly Step[];
      readonly value: unknown;
      readonly after: string | undefined;
    }
  | { readonly kind: "remove"; readonly path: readonly Step[] };

export interface MergedValues {
  readonly edits: readonly Edit[];
  /** What the user keeps although the template has something else, for a report. */
  readonly kept: readonly string[];
}

/**
 * Merges two changed versions of one document by key. Where both sides changed one value, the user's stays.
 *
 * @returns The edits that carry the template's changes into the user's version.
 */
export function mergeValues(base: unknown, ours: unknown, theirs: unknown): MergedValues {
  const merge = { edits: [] as Edit[], kept: [] as string[] };
  mergeAt([], base, ours, theirs, merge);
  return merge;
}

type Merge = { readonly edits: Edit[]; readonly kept: string[] };

function mergeAt(path: readonly Step[], base: unknown, ours: unknown, theirs: unknown, merge: Merge): void {
  if (isDeepStrictEqual(base, theirs) || isDeepStrictEqual(ours, theirs)) return;
  if (isObject(ours) && isObject(theirs)) mergeObjects(path, isObject(base) ? base : {}, ours, theirs, merge);
  else if (Array.isArray(ours) && Array.isArray(theirs))
    mergeArrays(path, Array.isArray(base) ? base : [], ours, theirs, merge);
  else if (isDeepStrictEqual(base, ours)) merge.edits.push({ kind: "set", path, value: theirs });
  else merge.kept.push(`${nameOf(path)} (the template has ${short(theirs)})`);
}

function mergeObjects(
  path: readonly Step[],
  base: ValueObject,
  ours: ValueObject,
  theirs: ValueObject,
  merge: Merge,
): void {
  const order = Object.keys(ours);
  const isSorted =
    order.length > 1 && order.every((key, index) => index === 0 || (order[index - 1] ?? "") < key);
  for (const [index, key] of Object.keys(theirs).entries()) {
    const at = [...path, key];
    if (Object.hasOwn(ours, key)) mergeAt(at, own(base, key), ours[key], theirs[key], merge);
    else if (!Object.hasOwn(base, key)) {
      const before = isSorted ? order.filter((known) => known < key) : Object.keys(theirs).slice(0, index);
      const after = before.findLast((known) => order.includes(known));
      merge.edits.push({ kind: "insert", path: at, value: theirs[key], after });
      order.splice(after === undefined ? 0 : order.indexOf(after) + 1, 0, key);
    } else if (!isDeepStrictEqual(base[key], theirs[key])) {
      merge.kept.push(`${nameOf(at)} stays removed (the template has ${short(theirs[key])})`);
    }
  }
  for (const key of Object.keys(base)) {
    if (Object.hasOwn(theirs, key) || !Object.hasOwn(ours, key)) continue;
    if (isDeepStrictEqual(base[key], ours[key])) merge.edits.push({ kind: "remove", path: [...path, key] });
    else merge.kept.push(`${nameOf([...path, key])} (the template no longer has it)`);
  }
}

function mergeArrays(
  path: readonly Step[],
  base: readonly unknown[],
  ours: readonly unknown[],
  theirs: readonly unknown[],
  merge: Merge,
): void {
  const [ids, ourIds, theirIds] = [base.map(idOf), ours.map(idOf), theirs.map(idOf)];
  const edits: Edit[] = [];
  const insert = (at: number, items: readonly unknown[]) => {
    for (const [index, value] of items.entries())
      edits.push({ kind: "insert", path: [...path, at + index], value, after: undefined });
  };
  // From the end, so that the indexes of what comes before stay true.
  for (const chunk of mergeLists(ids, ourIds, theirIds).toReversed()) {
    if (chunk.kind === "ours") continue;
    const added = theirs.slice(chunk.theirs.start, chunk.theirs.end);
    if (chunk.kind === "conflict") {
      const isAppended = chunk.base.start === ids.length && added.every(isScalar);
      const missing = added.filter((item) => !ourIds.includes(idOf(item)));
      if (isAppended) insert(chunk.ours.end, missing);
      else {
        merge.kept.push(`${nameOf(path)} (the template has ${short(theirs)})`);
        return;
      }
      continue;
    }
    for (let index = chunk.ours.end - 1; index >= chunk.ours.start; index -= 1) {
      const at = [...path, index];
      if (isDeepStrictEqual(ours[index], base[ids.indexOf(ourIds[index] ?? "")]))
        edits.push({ kind: "remove", path: at });
      else merge.kept.push(`${nameOf(at)} (the template no longer has it)`);
    }
    insert(chunk.ours.start, added);
  }
  // Items with a name are the same item on all three sides: their own changes merge first, while indexes are ours.
  for (const [index, item] of ours.entries()) {
    const id = ourIds[index];
    const [inBase, inTheirs] = [ids.indexOf(id ?? ""), theirIds.indexOf(id ?? "")];
    if (isNamed(item) && inTheirs !== -1)
      mergeAt([...path, index], base[inBase], item, theirs[inTheirs], merge);
  }
  merge.edits.push(...edits);
}

/** What makes a list item the same item: its name, where it has one, else all of it. */
function idOf(item: unknown): string {
  return isNamed(item) ? `name ${JSON.stringify(item["name"])}` : JSON.stringify(item);
}

function isNamed(item: unknown): item is ValueObject {
  return isObject(item) && typeof item["name"] === "string";
}

function isScalar(item: unknown): boolean {
  return typeof item !== "object" || item === null;
}

export function isObject(value: unknown): value is ValueObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(object: ValueObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function nameOf(path: readonly Step[]): string {
  return path.length === 0 ? "the whole file" : path.join(".");
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
