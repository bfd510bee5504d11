import { type DataValue, valueAt } from "../../syntax/data.ts";
import { parseYaml } from "../../syntax/yaml.ts";
import type { Finding } from "../../verify/gate.ts";

/** One file of GitHub Actions: a workflow, or an action of the project's own. */
export interface WorkflowFile {
  readonly file: string;
  readonly text: string;
  readonly root: DataValue;
  readonly action: boolean;
  /** What starts it. */
  readonly triggers: ReadonlySet<string>;
  readonly jobs: readonly Job[];
}

/** A job, or the steps of an action. */
export interface Job {
  readonly value: DataValue;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly value: DataValue;
  /** `owner/name` in small letters, with its path; `""` for a step that runs a shell. */
  readonly action: string;
  readonly uses: DataValue | undefined;
  readonly run: DataValue | undefined;
  readonly with: ReadonlyMap<string, DataValue>;
}

/** `undefined` when it cannot be read. */
export async function readWorkflow(file: string, text: string): Promise<WorkflowFile | undefined> {
  const root = await parseYaml(text);
  if (root?.entries === undefined) return undefined;
  const action = /(?:^|\/)action\.ya?ml$/.test(file) && !file.startsWith(".github/workflows/");
  const jobs = action ? [root.entries.get("runs")] : [...(valueAt(root, "jobs")?.entries?.values() ?? [])];
  return {
    file,
    text,
    root,
    action,
    triggers: triggersOf(root.entries.get("on")),
    jobs: jobs.flatMap((value) => (value === undefined ? [] : [{ value, steps: stepsOf(value) }])),
  };
}

function triggersOf(on: DataValue | undefined): ReadonlySet<string> {
  if (on?.items) return new Set(on.items.flatMap(({ text }) => text ?? []));
  return new Set(on?.entries?.keys() ?? (on?.text === undefined ? [] : [on.text]));
}

const stepsOf = (job: DataValue): Step[] =>
  (valueAt(job, "steps")?.items ?? []).map((value) => {
    const uses = valueAt(value, "uses");
    return {
      value,
      uses,
      action: (uses?.text ?? "").replace(/@.*/s, "").toLowerCase(),
      run: valueAt(value, "run"),
      with: valueAt(value, "with")?.entries ?? new Map(),
    };
  });

/** What is behind a value on its line. */
export function commentOf({ text }: WorkflowFile, { end }: DataValue): string {
  const [, comment = ""] = /^\s*#(.*)/.exec(text.slice(end).split("\n", 1)[0] ?? "") ?? [];
  return comment.trim();
}

const reasons = {
  unreadable: ["What cannot be read is not judged.", "Mend its syntax."],
  unpinned: [
    "A tag or a branch can be moved to other code, which then runs with this job's rights (tj-actions/changed-files, 2025).",
    "Pin the full commit, with its version in a comment: `owner/action@<40 hex digits> # v1.2.3`; an image by its `@sha256:` digest.",
  ],
  "no-version": [
    "Nobody can tell which release a commit is, and the bot that updates it cannot either.",
    "Write the version behind it: `# v1.2.3`.",
  ],
  permissions: [
    "Every step of a job, and everything that it installs, holds the job's token.",
    "Write `permissions: {}` at the top, and give each job the few that it needs.",
  ],
  "untrusted-checkout": [
    "This event runs with the repository's secrets and a token that writes; the code that it fetches is a stranger's.",
    "Use `pull_request`, which has neither; or leave the code of the pull request alone.",
  ],
  "script-injection": [
    "The text is put into the script before a shell reads it: a title such as `$(curl …)` runs.",
    'Hand it over in `env:` and write "$NAME" in the script.',
  ],
  "persist-credentials": [
    "The token stays in .git/config, where every later step and every uploaded folder has it.",
    "Write `with: { persist-credentials: false }`; where a step pushes, give that step the token.",
  ],
  cache: [
    "A job with fewer rights, of a pull request perhaps, can write the cache that this one runs.",
    "Restore no cache here; install afresh.",
  ],
} as const;

export type ActionsRule = keyof typeof reasons;

export function actionsFinding(
  { file }: Pick<WorkflowFile, "file">,
  line: number,
  rule: ActionsRule,
  message: string,
): Finding {
  const [why, fix] = reasons[rule];
  return { file, line, rule, message, why, fix };
}
