import type { Config } from "../config/config.ts";
import type { Description } from "../describe/description.ts";
import type { LockfileFault } from "../lockfile/lockfile.ts";
import type { LockedProject } from "../lockfile/read-project.ts";
import type { InstalledPackage } from "../project/installed.ts";
import type { Registry } from "../registry/registry.ts";
import type { Source } from "./source.ts";

/** One thing that a gate found, with what a person needs to decide on it. Never the value of a secret. */
export interface Finding {
  /** Relative to the project's root, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Which of the gate's rules, for a waiver. */
  readonly rule: string;
  /** Which locked package, as `name@version`, for a waiver. */
  readonly package?: string;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  /** Mends it, where that is safe without a person's judgement: `--fix` calls it. */
  readonly mend?: () => Promise<void>;
}

/** What gates share in one run. Everything is read and parsed once. */
export interface GateContext {
  /** The project's root. */
  readonly directory: string;
  readonly config: Config;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly now: Date;
  /**
   * The project's own files in order, relative with `/`: what git tracks or would add, and where git knows nothing every
   * file that is neither installed nor built. The vendored packages are not among them.
   */
  files(): Promise<readonly string[]>;
  /** `undefined` when there is no such file. */
  readText(file: string): Promise<string | undefined>;
  /** The project's programs as syntax trees, tests included. */
  sources(): Promise<readonly Source[]>;
  /** Runs the project's build. @throws {ToolError} with the compiler's words when it fails */
  build(): Promise<void>;
  /** The manifest and the lockfile, of whichever package manager; a fault when `package.json` cannot be read. */
  locked(): Promise<LockedProject | LockfileFault>;
  /** Every package below `node_modules`; none where nothing is installed, or where it is laid out otherwise. */
  installed(): Promise<readonly InstalledPackage[]>;
  /** What packages come from, as the project's package manager on this machine would ask it. */
  registry(): Promise<Registry>;
  /** What the built app says of itself, its contract judged. @throws {ToolError} when it cannot be made */
  describe(): Promise<Description>;
}

/** Why a gate has nothing to judge here. */
export interface Skipped {
  readonly skipped: string;
}

/** Findings of a gate that has more to say than what must be mended. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** What it could not look at this time, and why, each a sentence: the registry was out of reach. It fails nothing, and is said. */
  readonly unchecked?: readonly string[];
  /** What holds today and will not hold one day, each a sentence. */
  readonly warnings?: readonly string[];
}

/** One gate: a folder of its own below `src/gates/`, listed in `src/gates/index.ts`. */
export interface Gate {
  readonly name: string;
  /** One line for the list of gates. */
  readonly summary: string;
  /** For `--explain`: what it finds, why that matters, and what it does not find. */
  readonly explanation: string;
  /** It waits for programs of its own: it is started at once, beside the others. */
  readonly waits?: true;
  /** `false` when no waiver may let its findings pass. */
  readonly waivable?: false;
  /** @throws {ToolError} when it cannot do its work */
  run(context: GateContext): Promise<readonly Finding[] | Judgement | Skipped>;
}
