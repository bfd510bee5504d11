import { writeFile } from "node:fs/promises";
import type { Command } from "../command.ts";
import { loadConfig, smokeSection } from "../config/config.ts";
import { describeProject } from "../describe/describe.ts";
import { ExitCode } from "../exit-code.ts";
import { type DocumentFile, documentFiles } from "../openapi/files.ts";
import { countDifferences, listDifferences } from "../openapi/report.ts";
import { unlessAborted } from "../processes/cancelled.ts";
import type { Terminal } from "../terminal/terminal.ts";

export const openapi: Command = {
  name: "openapi",
  summary: "Write the project's OpenAPI document, or check that it is current",
  description: `Builds the project, and writes what its routes say to openapi.json, and to openapi.yaml if
daloy.config.json says "openapi": {"yaml": true}. The app is made with DALOY_BUILD=1 and does not
run: no secret is read, and no .env. With --check it writes nothing, and exits with 4 when a
committed document is not what the routes say.`,
  flags: {
    check: { description: "Compare with the committed document, and name what differs" },
    yaml: { description: "openapi.yaml too" },
  },
  async run({ directory, env, terminal, signal, flag }) {
    const config = await loadConfig(directory);
    const description = await unlessAborted(describeProject(directory, smokeSection(config), env), signal);
    const withYaml = flag("yaml") || config.openapi?.yaml === true;
    const files = await documentFiles(directory, description, withYaml);
    if (!flag("check")) {
      for (const file of files) await update(file, terminal);
      return ExitCode.holds;
    }
    for (const file of files) report(file, terminal);
    const stale = files.filter(({ state }) => state !== "current").map(({ name }) => name);
    if (stale.length === 0) return ExitCode.holds;
    terminal.out(
      `Run \`daloy openapi${flag("yaml") ? " --yaml" : ""}\`, and commit ${stale.join(" and ")}.\n`,
    );
    return ExitCode.found;
  },
};

async function update({ name, path, text, state }: DocumentFile, { out }: Terminal): Promise<void> {
  if (state !== "current") await writeFile(path, text);
  out(state === "current" ? `${name} is current.\n` : `Wrote ${name}.\n`);
}

function report(file: DocumentFile, { out, style }: Terminal): void {
  const sign = file.state === "current" ? style.green(style.pass) : style.red(style.fail);
  out(`${sign} ${file.name} ${verdict(file)}.\n`);
  if (file.differences.length > 0) out(listDifferences(file.differences, style));
}

function verdict({ state, differences }: DocumentFile): string {
  if (state !== "different") return `is ${state}`;
  const count = differences.length > 0 ? `: ${countDifferences(differences)}` : "";
  return `is not what the routes say${count}`;
}
