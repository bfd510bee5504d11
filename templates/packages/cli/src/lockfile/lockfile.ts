import type { Manager } from "../project/manager.ts";

/** A lockfile of any package manager, in the words that all of them share. */
export interface Lockfile {
  readonly file: string;
  readonly manager: Manager;
  /** The version of its format, as the file says it; `classic` is Yarn 1's. */
  readonly format: string;
  /** What the project itself asks for, as the lockfile remembers it; Yarn 1's does not, and is read beside the manifest. */
  readonly direct: readonly Requirement[];
  readonly packages: readonly LockedPackage[];
}

/** `tool` is what the package manager itself needs: pnpm locks its own version and its plug-ins. */
export type RequirementKind = "production" | "development" | "optional" | "peer" | "tool";

/** One package asking for another. */
export interface Requirement {
  /** The name under which it is imported; an alias may stand for another package. */
  readonly name: string;
  /** As it is written: `^4.6.0`, `npm:other@1`, `link:vendor/core`. */
  readonly range: string;
  readonly kind: RequirementKind;
  /** In the lockfile; for what the manifest asks, in the manifest. */
  readonly line: number;
  /** The {@link LockedPackage.id} that it leads to; missing where nothing is locked for it. */
  readonly to?: string;
}

export interface LockedPackage {
  /** Its key in the file, of which there is one. */
  readonly id: string;
  readonly line: number;
  /** What its source calls it, whatever name it is installed under. */
  readonly name: string;
  /** `""` where the lockfile does not say it, as of a linked folder. */
  readonly version: string;
  readonly origin: Origin;
  /**
   * What its content is compared with, as the file says it: a subresource integrity (npm, pnpm, Bun, Deno, Yarn 1), Yarn's
   * `<cache version>/<SHA-512 of the archive that Yarn makes>`, or JSR's SHA-256.
   */
  readonly integrity?: string;
  /** Nobody fetches it by itself: it is part of the tarball of another, or Yarn checks it where the platform fits. */
  readonly unchecked?: "bundled" | "platform";
  /** It runs scripts when it is installed; `undefined` where the lockfile does not say. */
  readonly scripts?: boolean;
  /** As its manifest names it, where the lockfile says so. */
  readonly license?: string;
  readonly requires: readonly Requirement[];
}

export type Origin =
  | {
      readonly type: "registry";
      readonly registry: "npm" | "jsr";
      /** Where its tarball is, when the lockfile says so. */
      readonly tarball?: string;
    }
  /** A folder that is linked or copied; relative to the project where it is inside of it. */
  | { readonly type: "folder"; readonly path: string }
  /** A package with a patch on it, as Yarn writes it. */
  | { readonly type: "patch"; readonly patch: string }
  /** Anything else: a repository, a tarball, a URL. */
  | { readonly type: "other"; readonly spec: string };

/** Why a lockfile cannot be read. */
export interface LockfileFault {
  readonly file: string;
  readonly line: number;
  readonly rule: "missing" | "unreadable" | "unsupported-format";
  readonly message: string;
}
