import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { billDocuments } from "../sbom/documents.ts";
import { ToolError } from "../tool-error.ts";
import { createGateContext } from "../verify/context.ts";

export const sbom: Command = {
  name: "sbom",
  summary: "Write the project's bills of materials: CycloneDX and SPDX",
  description: `Writes sbom.cdx.json (CycloneDX 1.6) and sbom.spdx.json (SPDX 2.3) from the lockfile: every package with its version,
hash, license and what it needs, and the vendored packages with what is bundled in them. Licenses are those
of what is installed. A document that says the same already is let be. SOURCE_DATE_EPOCH sets the date.`,
  flags: {},
  async run({ directory, env, terminal }) {
    const context = createGateContext({ directory, config: {}, env, now: new Date() });
    const project = await context.locked();
    const lockfile = "manager" in project ? project.lockfile : project;
    if (!("manager" in project) || "rule" in lockfile) {
      const message = "message" in lockfile ? lockfile.message : "There is no lockfile.";
      throw new ToolError(message, "Run the package manager's install, and `daloy verify lockfile`.");
    }
    for (const { file, text, state } of await billDocuments(project, lockfile, context)) {
      if (state !== "current") await writeFile(join(directory, file), text);
      terminal.out(state === "current" ? `${file} is current.\n` : `Wrote ${file}.\n`);
    }
    return ExitCode.holds;
  },
};
