import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { it } from "vitest";

it("the tool's data is what the installed libraries give", async () => {
  const script = fileURLToPath(new URL("../../../scripts/data.mjs", import.meta.url));
  await promisify(execFile)(process.execPath, [script, "--check"]);
});
