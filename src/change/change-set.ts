import type { PathClass } from "../template/tree.ts";

/** What the last render gave for a path: the lock's entry. */
export interface BaseFile {
  /** `contentHash` of the rendered file; undefined for a `once` file that is private, which is never compared. */
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
  /** A symlink, a folder or a device. */
  | { readonly kind: "other" }
  /** A path below something that is no folder, such as a symlink: a write would land somewhere else. */
  | { readonly kind: "out-of-reach" };

/** Path → what stands on disk, for the paths that the plan asks for. Empty for a new project. */
export type Current = ReadonlyMap<string, DiskEntry>;

/**
 * Why a path is left to the user:
 * `both-changed` the user and the template changed the same place; `rename-occupied` the template moved a file to where
 * the user has one.
 */
export type ConflictReason = "both-changed" | "rename-occupied";

/**
 * Why nothing may be written, whatever is done about conflicts:
 * `owned-edited` a file of the vendored packages was edited; `unresolved` the file holds conflict markers already;
 * `sidecar-taken` the name for the template's version is in use; `not-a-file` a vendored path is something else.
 */
export type BlockReason = "owned-edited" | "unresolved" | "sidecar-taken" | "not-a-file";

/**
 * Why the template's version is written beside the user's: `path-taken` the template's new path was in use; `not-a-file`
 * a symlink or a folder stands there; `binary` it cannot be merged; `no-base` the pristine text is lost; or a conflict.
 */
export type SidecarReason = "path-taken" | "not-a-file" | "binary" | "no-base" | ConflictReason;

/** What a person has to take away before the next upgrade: conflict markers, or a `.daloy-new` file. */
export type Pending = "markers" | "sidecar";

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
  /** The user's edits are in the content too. */
  readonly merged?: Merging;
  /** What stands there is the user's, and is kept in `.daloy/backup/`. */
  readonly backup?: Uint8Array;
}

/** A move of what stands at `from` and hashes to `before`; the content may be merged on the way. */
export interface Move extends ChangeAt {
  readonly action: "move";
  readonly from: string;
  readonly content: Uint8Array;
  readonly mode: number;
  readonly before: string;
  readonly merged?: Merging;
}

export interface Merging {
  /** Where both sides changed one value, so that the user's stays. */
  readonly kept: readonly string[];
  /** The content holds conflict markers. */
  readonly marked: boolean;
}

/** The removal of a file whose bytes hash to `before`. */
export interface Delete extends ChangeAt {
  readonly action: "delete";
  readonly before: string;
  readonly backup?: Uint8Array;
}

/** The template's version goes to `sidecar`; the user's stays. */
export interface Sidecar extends ChangeAt {
  readonly action: "sidecar";
  readonly reason: SidecarReason;
  readonly sidecar: string;
  readonly content: Uint8Array;
  /** It lies there already, as it would be written. */
  readonly present: boolean;
}

export interface Untouched extends ChangeAt {
  /**
   * `keep` the disk's version stays; `adopt` the user already has what the template gives now; `detach` the template
   * no longer has the path, the user's version stays.
   */
  readonly action: "keep" | "adopt" | "detach";
  /** The disk's version is not what the template gave. */
  readonly edited: boolean;
}

/** The path cannot be reached without leaving the project; it is tried again at the next upgrade. */
export interface OutOfReach extends ChangeAt {
  readonly action: "out-of-reach";
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
  /** The user's version with conflict markers in it; undefined where they cannot stand. */
  readonly marked: Update | Move | undefined;
  readonly sidecar: Sidecar;
}

export interface Blocked extends ChangeAt {
  readonly action: "blocked";
  readonly reason: BlockReason;
}

export type Write = Create | Update | Move | Delete | Sidecar;
export type Change = Write | Untouched | OutOfReach | StayDeleted | Conflict | Blocked;

/** One change for every path of base or next, in code-unit order of the path. */
export type ChangeSet = readonly Change[];

const writes = new Set(["create", "update", "move", "delete", "sidecar"]);

export function isWrite(change: Change): change is Write {
  return writes.has(change.action);
}
