import { distance } from "fastest-levenshtein";

/**
 * The candidate that `word` was most likely meant to be, or `undefined` when none is close: at most two edits, or a
 * third of the longer word for long ones. A word that a candidate begins with counts as close.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const begins = candidate.startsWith(wanted) && wanted.length > 1;
    const edits = begins ? Math.min(1, distance(wanted, candidate)) : distance(wanted, candidate);
    const limit = Math.max(2, Math.floor(Math.max(wanted.length, candidate.length) / 3));
    if (edits < least && edits <= limit && edits < candidate.length) {
      best = candidate;
      least = edits;
    }
  }
  return best;
}
