import type { Finding } from "../../verify/gate.ts";
import { writesOf } from "./permissions.ts";
import { actionsFinding, commentOf, type Job, type Step, type WorkflowFile } from "./workflow.ts";

const publishes =
  /\b(?:(?:npm|pnpm|bun)(?:\s+-\S+(?:\s+(?!publish)[\w@./*-]+)?)*\s+publish(?![-\w])|yarn\s+npm\s+publish|deno\s+publish|jsr\s+publish|docker\s+(?:image\s+)?push|gh\s+release\s+(?:create|upload)|wrangler\s+(?:pages\s+)?deploy|vercel\s+(?:deploy|--prod)|sam\s+deploy|twine\s+upload|cargo\s+publish|git\s+push)\b/;

const publishers =
  /^(?:changesets\/action|softprops\/action-gh-release|js-devtools\/npm-publish|cloudflare\/wrangler-action|actions\/attest[\w-]*|actions\/deploy-pages)$/;

/** A job that can write or publish starts from nothing that another job left. */
export function checkCaches(workflow: WorkflowFile, actions: ReadonlyMap<string, WorkflowFile>): Finding[] {
  if (workflow.action) return [];
  return workflow.jobs.flatMap((job) => {
    const right = rightOf(workflow, job);
    if (right === undefined) return [];
    return job.steps.flatMap((step) => {
      const cache = cacheOf(workflow, step, actions, 0);
      if (cache === undefined) return [];
      const { line } = step.uses ?? step.value;
      return [actionsFinding(workflow, line, "cache", `${cache} restores a cache in a job that ${right}.`)];
    });
  });
}

function rightOf(workflow: WorkflowFile, job: Job): string | undefined {
  const [write] = writesOf(workflow, job);
  if (write !== undefined) return `may write ${write}`;
  const publishing = job.steps.some(
    ({ action, run, with: inputs }) =>
      publishers.test(action) ||
      publishes.test(run?.text ?? "") ||
      (action === "docker/build-push-action" && inputs.get("push")?.text === "true"),
  );
  return publishing ? "publishes" : undefined;
}

const mostNested = 10;

/** Which action of a step restores a cache. */
function cacheOf(
  workflow: WorkflowFile,
  step: Step,
  actions: ReadonlyMap<string, WorkflowFile>,
  depth: number,
): string | undefined {
  if (restores(workflow, step)) return step.action;
  if (!step.action.startsWith("./") || depth > mostNested) return undefined;
  const local = actions.get((step.uses?.text ?? "").replace(/^\.\/|\/+$/g, ""));
  return local?.jobs
    .flatMap(({ steps }) => steps)
    .map((inner) => cacheOf(local, inner, actions, depth + 1))
    .find((found) => found !== undefined);
}

function restores(workflow: WorkflowFile, step: Step): boolean {
  const input = (name: string): string => step.with.get(name)?.text ?? "";
  const asked = (name: string): boolean => !["", "false"].includes(input(name));
  switch (step.action) {
    case "actions/cache":
    case "actions/cache/restore":
    case "swatinem/rust-cache":
    case "gradle/actions/setup-gradle":
      return true;
    case "actions/setup-node":
      // From 5 on it caches what `packageManager` names, unless told not to.
      return asked("cache") || (majorOf(workflow, step) >= 5 && input("package-manager-cache") !== "false");
    case "oven-sh/setup-bun":
      return input("no-cache") !== "true";
    case "actions/setup-go":
      return input("cache") !== "false";
    case "docker/build-push-action":
      return /type=gha/.test(input("cache-from"));
    case "ruby/setup-ruby":
      return asked("bundler-cache");
    case "actions/setup-python":
    case "actions/setup-java":
    case "actions/setup-dotnet":
    case "pnpm/action-setup":
    case "denoland/setup-deno":
      return asked("cache");
    default:
      return false;
  }
}

function majorOf(workflow: WorkflowFile, { uses }: Step): number {
  if (uses === undefined) return 0;
  const version = /@v(\d+)/.exec(uses.text ?? "") ?? /v?(\d+)/.exec(commentOf(workflow, uses));
  return Number(version?.[1] ?? 0);
}
