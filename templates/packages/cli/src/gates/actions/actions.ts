import { dirname } from "node:path/posix";
import type { Finding, Gate, GateContext } from "../../verify/gate.ts";
import { checkCaches } from "./caches.ts";
import { checkCheckouts } from "./checkout.ts";
import { checkInjection } from "./injection.ts";
import { checkPermissions } from "./permissions.ts";
import { checkPins } from "./pins.ts";
import { actionsFinding, readWorkflow, type WorkflowFile } from "./workflow.ts";

const places =
  /^\.github\/workflows\/[^/]+\.ya?ml$|^\.github\/actions\/(?:.+\/)?action\.ya?ml$|^action\.ya?ml$/;

export const actions: Gate = {
  name: "actions",
  summary: "GitHub workflows are pinned, hold few rights, and run nothing of a stranger's",
  explanation: `Reads .github/workflows/*.yml, .github/actions/**/action.yml and action.yml, and finds:
actions, reusable workflows and images of jobs that are not pinned by a full commit or digest, and commits without their version
in a comment; workflows without \`permissions\`, with write-all, or that let every job write; code of a pull request fetched on
pull_request_target, workflow_run or issue_comment; \${{ … }} with a title, a branch's name or another text of a stranger's in
a script, also by way of \`env\`; checkouts that keep the job's token; and caches restored in a job that can write or publish,
also by the project's own actions.

It does not find: what an action does inside, outputs of earlier steps that hold a stranger's text, the images of services, and
what the repository's settings allow.`,
  async run(context) {
    const files = (await context.files()).filter((file) => places.test(file));
    if (files.length === 0) return { skipped: "there are no GitHub workflows" };
    const read = await Promise.all(files.map((file) => inspect(file, context)));
    const workflows = read.flatMap((one) => ("root" in one ? [one] : []));
    const own = new Map(workflows.filter(({ action }) => action).map((one) => [dirname(one.file), one]));
    return [
      ...read.flatMap((one) => ("root" in one ? [] : [one])),
      ...workflows.flatMap((one) => [
        ...checkPins(one),
        ...checkPermissions(one),
        ...checkInjection(one),
        ...checkCheckouts(one),
        ...checkCaches(one, own),
      ]),
    ];
  },
};

async function inspect(file: string, { readText }: GateContext): Promise<WorkflowFile | Finding> {
  const workflow = await readWorkflow(file, (await readText(file)) ?? "");
  return workflow ?? actionsFinding({ file }, 1, "unreadable", "The file cannot be parsed as YAML.");
}
