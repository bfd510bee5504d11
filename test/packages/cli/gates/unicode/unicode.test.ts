import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { unicode } from "../../../../../templates/packages/cli/src/gates/unicode/unicode.ts";
import { createGateContext } from "../../../../../templates/packages/cli/src/verify/context.ts";
import { runGates } from "../../../../../templates/packages/cli/src/verify/run.ts";
import { temporaryDirectory } from "../../../../support/temporary.ts";
import { judge, prove } from "../support/prove.ts";

prove(unicode);

it("names what is hidden, and shortens a long row", async () => {
  const [finding] = await judge(
    unicode,
    new Map([["a.md", "x\u{e0041}\u{e0042}\u{e0043}\u{e0044}\u{e0045}y\n"]]),
  );
  expect(finding?.message).toBe("Hidden in this line: U+E0041, U+E0042, U+E0043, U+E0044 and 1 more.");
});

it("removes what is invisible, and leaves what reorders to a person", async () => {
  const directory = await temporaryDirectory();
  await mkdir(join(directory, "src"));
  await writeFile(join(directory, "src/a.ts"), "a\u200bb\u200b\u200bc\nd\u202ee\n👩‍💻\u200b");
  const fresh = () => createGateContext({ directory, config: {}, env: {}, now: new Date() });
  const { gates } = await runGates([unicode], fresh, { fix: true });
  expect(await readFile(join(directory, "src/a.ts"), "utf8")).toBe("abc\nd\u202ee\n👩‍💻");
  expect(gates[0]?.findings.map(({ line, rule }) => [line, rule])).toEqual([[2, "bidirectional"]]);
});
