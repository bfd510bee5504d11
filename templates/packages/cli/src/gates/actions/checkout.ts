import type { Finding } from "../../verify/gate.ts";
import { expressionsIn } from "./expressions.ts";
import { environmentOf } from "./injection.ts";
import { actionsFinding, type Job, type Step, type WorkflowFile } from "./workflow.ts";

/** Events that strangers cause, and that run with secrets. */
const privileged = ["pull_request_target", "workflow_run", "issue_comment"];

/** What is fetched is not a stranger's, and leaves no token behind. */
export function checkCheckouts(workflow: WorkflowFile): Finding[] {
  const event = privileged.find((name) => workflow.triggers.has(name));
  return workflow.jobs.flatMap((job) =>
    job.steps.flatMap((step) => [
      ...checkCredentials(workflow, step),
      ...(event === undefined ? [] : checkHead(workflow, job, step, event)),
    ]),
  );
}

function checkCredentials(workflow: WorkflowFile, step: Step): Finding[] {
  if (step.action !== "actions/checkout") return [];
  if (step.with.get("persist-credentials")?.text === "false") return [];
  const line = step.with.get("persist-credentials")?.line ?? step.value.line;
  return [actionsFinding(workflow, line, "persist-credentials", "The checkout keeps the job's token.")];
}

function checkHead(workflow: WorkflowFile, job: Job, step: Step, event: string): Finding[] {
  const message = `It fetches the code of a pull request on ${event}.`;
  if (step.action === "actions/checkout") {
    return ["ref", "repository"].flatMap((name) => {
      const value = step.with.get(name);
      if (value?.text === undefined || !isForeign(value.text)) return [];
      return [actionsFinding(workflow, value.line, "untrusted-checkout", message)];
    });
  }
  if (step.run === undefined) return [];
  const { line, start, end } = step.run;
  const foreign = [...environmentOf(workflow, job, step)].flatMap(([name, text]) =>
    isForeign(text) ? [name] : [],
  );
  return workflow.text
    .slice(start, end)
    .split("\n")
    .flatMap((command, index) =>
      fetchesHead(command, foreign)
        ? [actionsFinding(workflow, line + index, "untrusted-checkout", message)]
        : [],
    );
}

function fetchesHead(command: string, foreign: readonly string[]): boolean {
  if (/\bgh\s+pr\s+checkout\b/.test(command)) return true;
  if (!/\bgit\b.*\b(?:fetch|pull|clone|checkout|switch|merge|reset|worktree)\b/.test(command)) return false;
  const variables = [...command.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name ?? "");
  return isForeign(command) || variables.some((name) => foreign.includes(name));
}

/** What does not come from the pull request. */
const own =
  /^\s*(?:github\.(?:sha|ref|ref_name|base_ref|repository|token|actor|server_url|workspace|event\.pull_request\.base\.[\w.]+|event\.repository\.[\w.]+)|inputs\.[\w-]+|vars\.\w+|secrets\.\w+|'[^']*')\s*$/i;

const isForeign = (text: string): boolean =>
  /\bpull\/.*\/(?:head|merge)\b/.test(text) || expressionsIn(text).some(({ code }) => !own.test(code));
