import type { CommandLine } from "./answers/command-line.ts";
import type { Situation } from "./answers/option.ts";
import type { OutcomeDraft } from "./report/outcome.ts";
import type { Reporter } from "./report/reporter.ts";
import type { TerminalTraits } from "./report/theme.ts";
import type { World } from "./world.ts";

/** What one run is made from, be it a new project or an upgrade. */
export interface CreateInput {
  readonly world: World;
  readonly line: CommandLine;
  readonly situation: Situation;
  readonly traits: TerminalTraits;
  readonly reporter: Reporter;
  /** Filled as the run goes, so that a run that stops is reported with what it did. */
  readonly outcome: OutcomeDraft;
}
