/**
 * What a re-run may do with a path (docs/decisions, UPGRADE): `merge` three-way, `owned` replaced whole,
 * `once` written at creation and never again, `derived` never merged.
 */
export type PathClass = "merge" | "owned" | "once" | "derived";

export interface TreeFile {
  readonly content: Uint8Array;
  /** POSIX permission bits. */
  readonly mode: number;
  readonly class: PathClass;
}

/** A project in memory: relative POSIX path → file, in code-unit order of the path. */
export type Tree = ReadonlyMap<string, TreeFile>;
