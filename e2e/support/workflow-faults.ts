import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "rolldown";
import { fetchPackages } from "./packages.ts";

interface WorkflowParser {
  readonly NoOperationTraceWriter: new () => object;
  parseWorkflow(
    file: { name: string; content: string },
    trace: object,
  ): { context: { errors: { getErrors(): readonly { message: string }[] } } };
}

let parser: Promise<WorkflowParser> | undefined;

/** What GitHub's own parser has to say against a workflow. */
export async function workflowFaults(name: string, content: string): Promise<readonly string[]> {
  parser ??= loadParser();
  const { parseWorkflow, NoOperationTraceWriter } = await parser;
  const { errors } = parseWorkflow({ name, content }, new NoOperationTraceWriter()).context;
  return errors.getErrors().map(({ message }) => message);
}

/** Bundled first: it imports its JSON as bundlers take it and Node does not. */
async function loadParser(): Promise<WorkflowParser> {
  const folder = fetchPackages("workflow-parser", { "@actions/workflow-parser": "0.3.61" });
  const file = join(folder, "parser.mjs");
  await build({
    input: join(folder, "node_modules/@actions/workflow-parser/dist/index.js"),
    platform: "node",
    output: { file, format: "esm" },
    logLevel: "silent",
  });
  return import(pathToFileURL(file).href);
}
