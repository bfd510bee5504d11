import { diffArrays } from "diff";

/** A half-open range of a list. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * A stretch of a three-way merge, in order. `ours` is taken from the user's list, where it is unchanged or only the
 * user changed it; `theirs` replaces `ours` there, because only the template changed it; a `conflict` was changed by
 * both, differently.
 */
export type Chunk =
  | { readonly kind: "ours"; readonly ours: Range }
  | { readonly kind: "theirs"; readonly ours: Range; readonly theirs: Range }
  | { readonly kind: "conflict"; readonly ours: Range; readonly base: Range; readonly theirs: Range };

/** One difference: what of the base was replaced by what of the other list. */
interface Hunk {
  readonly base: Range;
  readonly other: Range;
}

/** Edits that a diff may have. Its time grows with their square: 1,000 take about 0.1 s, whatever the length. */
const maxEdits = 1_000;

/** Merges three lists of tokens (diff3). Changes that touch each other count as changes of the same place. */
export function mergeLists(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): Chunk[] {
  const chunks: Chunk[] = [];
  const [left, right] = [hunksBetween(base, ours), hunksBetween(base, theirs)];
  let [at, inOurs, inTheirs] = [0, 0, 0];
  const same = (length: number) => {
    if (length > 0) chunks.push({ kind: "ours", ours: { start: inOurs, end: inOurs + length } });
    [at, inOurs, inTheirs] = [at + length, inOurs + length, inTheirs + length];
  };
  while (left.length > 0 || right.length > 0) {
    const group = takeGroup(left, right);
    same(group.base.start - at);
    const ourRange = { start: inOurs, end: inOurs + grown(group.base, group.left) };
    const theirRange = { start: inTheirs, end: inTheirs + grown(group.base, group.right) };
    if (group.right.length === 0 || isSame(ours, ourRange, theirs, theirRange))
      chunks.push({ kind: "ours", ours: ourRange });
    else if (group.left.length === 0) chunks.push({ kind: "theirs", ours: ourRange, theirs: theirRange });
    else chunks.push({ kind: "conflict", ours: ourRange, base: group.base, theirs: theirRange });
    [at, inOurs, inTheirs] = [group.base.end, ourRange.end, theirRange.end];
  }
  same(base.length - at);
  return chunks;
}

/** The differences between two lists, in order. Too many are given as one. */
function hunksBetween(base: readonly string[], other: readonly string[]): Hunk[] {
  const start = commonLength(base, other, 0, Math.min(base.length, other.length));
  const end = commonLength(
    base.toReversed(),
    other.toReversed(),
    0,
    Math.min(base.length, other.length) - start,
  );
  const middle = { start, end: base.length - end };
  const otherMiddle = { start, end: other.length - end };
  if (length(middle) === 0 && length(otherMiddle) === 0) return [];
  const whole = [{ base: middle, other: otherMiddle }];
  if (length(middle) === 0 || length(otherMiddle) === 0) return whole;
  const parts = diffArrays(slice(base, middle), slice(other, otherMiddle), { maxEditLength: maxEdits });
  return parts === undefined ? whole : hunksOf(parts, start);
}

function hunksOf(
  parts: readonly { readonly added: boolean; readonly removed: boolean; readonly count: number }[],
  start: number,
): Hunk[] {
  const hunks: Hunk[] = [];
  let [inBase, inOther] = [start, start];
  let open: Hunk | undefined;
  for (const { added, removed, count } of parts) {
    if (!added && !removed) {
      if (open) hunks.push(open);
      open = undefined;
    } else open ??= { base: { start: inBase, end: inBase }, other: { start: inOther, end: inOther } };
    if (!added) inBase += count;
    if (!removed) inOther += count;
    if (open) open = { base: { ...open.base, end: inBase }, other: { ...open.other, end: inOther } };
  }
  return open ? [...hunks, open] : hunks;
}

/** Takes the next hunk off the lists, with all that touch it or each other. */
function takeGroup(left: Hunk[], right: Hunk[]): { base: Range; left: Hunk[]; right: Hunk[] } {
  const group: { left: Hunk[]; right: Hunk[] } = { left: [], right: [] };
  const start = Math.min(left[0]?.base.start ?? Infinity, right[0]?.base.start ?? Infinity);
  let end = start;
  for (;;) {
    const side = (["left", "right"] as const).find(
      (name) => ((name === "left" ? left : right)[0]?.base.start ?? Infinity) <= end,
    );
    if (side === undefined) return { base: { start, end }, ...group };
    const hunk = (side === "left" ? left : right).shift();
    if (hunk === undefined) continue;
    group[side].push(hunk);
    end = Math.max(end, hunk.base.end);
  }
}

/** How long a range of the base is in a list that has these hunks in it. */
function grown(base: Range, hunks: readonly Hunk[]): number {
  return hunks.reduce((sum, hunk) => sum + length(hunk.other) - length(hunk.base), length(base));
}

function commonLength(a: readonly string[], b: readonly string[], from: number, most: number): number {
  let count = from;
  while (count < most && a[count] === b[count]) count += 1;
  return count;
}

function isSame(a: readonly string[], inA: Range, b: readonly string[], inB: Range): boolean {
  if (length(inA) !== length(inB)) return false;
  for (let index = 0; index < length(inA); index += 1)
    if (a[inA.start + index] !== b[inB.start + index]) return false;
  return true;
}

function slice(list: readonly string[], { start, end }: Range): string[] {
  return list.slice(start, end);
}

function length({ start, end }: Range): number {
  return end - start;
}
