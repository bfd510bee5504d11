import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile, type Diagnostic } from "../support/compile.ts";
import { type CodeExample, examplesIn } from "../support/examples.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const docs = readdirSync(`${root}docs`, { recursive: true, encoding: "utf8" }).map((path) => `docs/${path}`);
const pages = [
  "README.md",
  "templates/packages/core/README.md",
  "test/docs/published-api.md",
  ...docs.filter((path) => path.endsWith(".md")).sort(),
];
const examples = pages.flatMap((page) => examplesIn(page, readFileSync(join(root, page), "utf8")));

/** Each page has a folder, in which its pieces find each other. */
const pathOf = ({ page, file }: CodeExample) => `${page.replaceAll(/[/.]/g, "-")}/${file}`;
const nameOf = ({ page, line }: CodeExample) => `${page}:${line}`;

test("there are examples, and no two share a file", () => {
  expect(examples.length).toBeGreaterThan(5);
  expect(new Set(examples.map(pathOf)).size).toBe(examples.length);
});

describe("every example compiles", () => {
  let diagnostics: Diagnostic[];
  beforeAll(async () => {
    // a page is a program of its own: what it says of `Register` holds for all of it
    const programs = pages.map((page) => examples.filter((one) => one.page === page));
    const said = programs
      .filter((program) => program.length > 0)
      .map((program) => compile(Object.fromEntries(program.map((one) => [pathOf(one), one.code]))));
    diagnostics = (await Promise.all(said)).flat();
  }, 180_000);

  test.each(examples.map((one) => [nameOf(one), one] as const))("%s", (_, one) => {
    const said = diagnostics.filter(({ file }) => file === pathOf(one));
    expect(said.map(({ line, message }) => `${one.page}:${one.line + line - 1}: ${message}`)).toEqual([]);
  });

  test("and so does what they use", () => {
    const own = new Set(examples.map(pathOf));
    expect(diagnostics.filter(({ file }) => !own.has(file))).toEqual([]);
  });
});

describe("every example runs", () => {
  let directory: string;
  beforeAll(async () => {
    await mkdir(join(root, ".cache"), { recursive: true });
    directory = await mkdtemp(join(root, ".cache/examples-"));
    for (const one of examples) {
      await mkdir(join(directory, pathOf(one), ".."), { recursive: true });
      await writeFile(join(directory, pathOf(one)), one.code);
    }
  });
  afterAll(() => rm(directory, { recursive: true }));

  test.each(examples.filter(({ notRun }) => notRun === undefined).map((one) => [nameOf(one), one] as const))(
    "%s",
    async (_, one) => {
      await import(join(directory, pathOf(one)));
    },
  );
});

describe("what a page can say of its code", () => {
  test("a block stands alone, is named, or is only compiled", () => {
    const page =
      'a\n```ts\none();\n```\n- item\n  ```ts file=two.ts no-run="it listens"\n  two();\n  ```\n```sh\nls\n```\n````md\n```ts\nno\n```\n````\n';
    expect(examplesIn("p.md", page)).toEqual([
      { page: "p.md", line: 3, file: "line-3.ts", code: "one();\n" },
      { page: "p.md", line: 7, file: "two.ts", code: "two();\n", notRun: "it listens" },
    ]);
  });

  test("anything else is a fault", () => {
    expect(() => examplesIn("p.md", "```ts norun\n```\n")).toThrow('p.md:1: "norun" is neither');
    expect(() => examplesIn("p.md", "```ts no-run\n```\n")).toThrow('p.md:1: "no-run" is neither');
    expect(() => examplesIn("p.md", "```typescript\n```\n")).toThrow("p.md:1: TypeScript is marked as ts.");
    expect(() => examplesIn("p.md", "\n```ts\n")).toThrow("p.md:2: this fence is never closed.");
  });
});
