/**
 * A process of its own: makes the project's app behind the door for build steps, and writes down what it says of itself.
 * Started as `<runtime> program.js <task as JSON>`.
 */
import { writeFile } from "node:fs/promises";
import { createProjectApp, importFunction } from "../project/create-app.ts";
import type { DescribeTask } from "./description.ts";

const task: DescribeTask = JSON.parse(process.argv[2] ?? "");
const app = await createProjectApp(task);
const generateOpenAPI = await importFunction(task.openapi, "generateOpenAPI");
const openapiToYAML = await importFunction(task.openapi, "openapiToYAML");
const document = generateOpenAPI(app);
const description = {
  document,
  yaml: openapiToYAML(document),
  app: app.introspect?.(),
  ...(task.contract !== undefined && { contract: await contractIssues(task.contract) }),
};
await writeFile(task.output, JSON.stringify(description));
// What the app's modules opened must not keep this process alive.
process.exit(0);

async function contractIssues(url: string): Promise<unknown> {
  const runContractTests = await importFunction(url, "runContractTests");
  const report = await runContractTests(app);
  return typeof report === "object" && report !== null && "issues" in report ? report.issues : [];
}
