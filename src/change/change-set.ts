import type { PathClass } from "../template/tree.ts";

/** What the last render gave for a path: the lock's entry. */
export interface BaseFile {
  /** `contentHash` of the rendered file; undefined for `once` files, which are never compared. */
  readonly sha256: string | undefined;
  /** POSIX permission bits. */
  readonly mode: number;
  readonly class: PathClass;
}

/** Path → what the last render gave. Empty for a new project. */
export type Base = ReadonlyMap<string, BaseFile>;

/** What stands on disk at a path. A missing path is not in the map. */
export type DiskEntry =
  | {
      readonly kind: "file";
      readonly content: Uint8Array;
      /** POSIX permission bits; undefined where the system has none (Windows). */
      readonly mode: number | undefined;
    }
  /** A symlink, a folder, a device, or a path below something that is not a folder. */
  | { readonly kind: "other" };

/** Path → what stands on disk, for the paths that base or next name. Empty for a new project. */
export type Current = ReadonlyMap<string, DiskEntry>;

/**
 * Why a path is left to the user:
 * `both-changed` the user and the template changed it; `path-taken` the template's new path is occupied;
 * `not-a-file` a symlink or a folder stands there; `owned-edited` a file of the vendored packages was edited.
 */
export type ConflictReason = "both-changed" | "path-taken" | "not-a-file" | "owned-edited";

interface ChangeAt {
  readonly path: string;
  readonly class: PathClass;
}

/** A write of new content. */
export interface Create extends ChangeAt {
  readonly action: "create";
  readonly content: Uint8Array;
  readonly mode: number;
}

/** A write over what stands on disk, whose bytes hash to `before`. */
export interface Update extends ChangeAt {
  readonly action: "update";
  readonly content: Uint8Array;
  readonly mode: number;
  readonly before: string;
}

/** The removal of a file whose bytes hash to `before`. */
export interface Delete extends ChangeAt {
  readonly action: "delete";
  readonly before: string;
}

export interface Untouched extends ChangeAt {
  /**
   * `keep` the disk's version stays; `adopt` the user already has what the template gives now; `detach` the template
   * no longer has the path, the user's version stays.
   */
  readonly action: "keep" | "adopt" | "detach";
}

export interface StayDeleted extends ChangeAt {
  /** The user deleted the file. */
  readonly action: "stay-deleted";
  /** Whether the template has changed the file since: worth a report. */
  readonly changed: boolean;
}

export interface Conflict extends ChangeAt {
  readonly action: "conflict";
  readonly reason: ConflictReason;
}

export type Write = Create | Update | Delete;
export type Change = Write | Untouched | StayDeleted | Conflict;

/** One change for every path of base or next, in code-unit order of the path. */
export type ChangeSet = readonly Change[];

export function isWrite(change: Change): change is Write {
  return change.action === "create" || change.action === "update" || change.action === "delete";
}
