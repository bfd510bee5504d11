import type { DataValue } from "../syntax/data.ts";
import type { Lockfile } from "./lockfile.ts";
import type { Manifest } from "./manifest.ts";

/** The text of a lockfile, and what is written in it. */
export interface Written {
  readonly text: string;
  readonly documents: readonly DataValue[];
  /** The project's own, where it could be read. */
  readonly manifest?: Manifest;
}

/** Reads one manager's format. */
export type ReadFormat = (
  written: Written,
) => Pick<Lockfile, "format" | "direct" | "packages"> | { readonly unsupported: string };
