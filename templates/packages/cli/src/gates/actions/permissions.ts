import { type DataValue, valueAt } from "../../syntax/data.ts";
import type { Finding } from "../../verify/gate.ts";
import { actionsFinding, type Job, type WorkflowFile } from "./workflow.ts";

/** Nothing is granted to a whole workflow, and never everything. */
export function checkPermissions(workflow: WorkflowFile): Finding[] {
  if (workflow.action) return [];
  const top = valueAt(workflow.root, "permissions");
  const found = (line: number, message: string): Finding =>
    actionsFinding(workflow, line, "permissions", message);
  const writes = [...(top?.entries ?? [])].flatMap(([name, { line, text }]) =>
    text === "write" ? [found(line, `Every job may write ${name}.`)] : [],
  );
  const everything = [top, ...workflow.jobs.map(({ value }) => valueAt(value, "permissions"))].flatMap(
    (value) => (value?.text === "write-all" ? [found(value.line, "It may write everything.")] : []),
  );
  // An empty value is the repository's default, like none.
  const missing =
    top === undefined || top.text === "" ? [found(top?.line ?? 1, "The workflow has no `permissions`.")] : [];
  return [...missing, ...writes, ...everything];
}

/** A scan's results are no code, and reach nobody's machine. */
const harmless = new Set(["security-events"]);

/** What a job may change; the repository's default is judged on its own. */
export function writesOf({ root }: WorkflowFile, { value }: Job): string[] {
  const permissions: DataValue | undefined = valueAt(value, "permissions") ?? valueAt(root, "permissions");
  if (permissions?.text === "write-all") return ["everything"];
  return [...(permissions?.entries ?? [])].flatMap(([name, { text }]) =>
    text === "write" && !harmless.has(name) ? [name] : [],
  );
}
