import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { billDocuments } from "../../sbom/documents.ts";
import { ToolError } from "../../tool-error.ts";
import type { Gate } from "../../verify/gate.ts";

export const sbom: Gate = {
  name: "sbom",
  summary: "The bills of materials can be made, and those that are committed are current",
  explanation: `Makes the project's bill of materials from its lockfile, as \`daloy sbom\` does: every package with its version, its hash, its license
and what it needs, the vendored packages and what is bundled in them included. Where sbom.cdx.json (CycloneDX 1.6) or sbom.spdx.json
(SPDX 2.3) is in the project, it finds one that says something else; --fix writes it anew. Neither has to be there: a release makes
them.

Licenses, dates and the version of the tool are not compared: machines know different ones. It does not know what a platform adds when
the app is deployed, nor what is copied into src/.`,
  async run(context) {
    const project = await context.locked();
    if (!("manager" in project) || "rule" in project.lockfile) {
      throw new ToolError(
        "There is no lockfile to make a bill of materials from.",
        "`daloy verify lockfile` says what is wrong with it.",
      );
    }
    const documents = await billDocuments(project, project.lockfile, context);
    return documents.flatMap(({ file, text, state }) => {
      if (state !== "stale") return [];
      return {
        file,
        line: 1,
        rule: "stale",
        message: `${file} is not what ${project.lockfile.file} and vendor/ say.`,
        why: "Who looks there for a vulnerable package does not find what is installed.",
        fix: `Run \`daloy sbom\`, and commit ${file}; or remove it, and let the release make it.`,
        mend: () => writeFile(join(context.directory, file), text),
      };
    });
  },
};
