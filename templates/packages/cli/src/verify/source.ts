import type { File, Node } from "@babel/types";
import { buildModel, type Model } from "../syntax/model.ts";
import { localPath } from "../syntax/modules.ts";
import type { Finding, GateContext } from "./gate.ts";

/** One program of the project. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** It runs in tests alone. */
  readonly test: boolean;
  /** `false` when it is no program that can be read. */
  readonly parsed: boolean;
  /** Every node that is not a type, outer before inner. */
  readonly nodes: readonly Node[];
  /** Of all programs together. */
  readonly model: Model;
}

const programs = /\.[cm]?[jt]sx?$/;
const declarations = /\.d\.[cm]?ts$/;
const tests = /(?:^|\/)(?:tests?|e2e|__tests__|__mocks__|fixtures)\/|\.(?:test|spec|bench)\.[cm]?[jt]sx?$/;

export const isProgram = (file: string): boolean => programs.test(file) && !declarations.test(file);

/** Parses each program. One below `test/` that programs outside import is none of the tests. */
export async function parseSources(
  files: readonly (readonly [file: string, text: string])[],
): Promise<Source[]> {
  const { parseProgram } = await import("../syntax/parse.ts");
  const roots = new Map<string, File>();
  for (const [file, text] of files) {
    const root = parseProgram(file, text);
    if (root !== undefined) roots.set(file, root);
  }
  const model = buildModel([...roots]);
  const reached = new Set(
    files.flatMap(([file]) =>
      tests.test(file)
        ? []
        : model
            .importsOf(file)
            .filter((module) => module.startsWith("."))
            .map((module) => withoutExtension(localPath(file, module))),
    ),
  );
  return files.map(([file, text]) => ({
    file,
    text,
    test: tests.test(file) && !reached.has(withoutExtension(file)),
    parsed: roots.has(file),
    nodes: model.nodesOf(file),
    model,
  }));
}

const withoutExtension = (file: string): string => file.replace(programs, "");

/** What a gate finds in the programs that run outside of tests. One that cannot be read is a finding itself. */
export async function inspectPrograms(
  context: GateContext,
  inspect: (source: Source) => readonly Finding[],
): Promise<Finding[]> {
  const sources = await context.sources();
  return sources
    .filter(({ test }) => !test)
    .flatMap((source) => (source.parsed ? inspect(source) : [unreadable(source.file)]));
}

const unreadable = (file: string): Finding => ({
  file,
  line: 1,
  rule: "unreadable",
  message: "This program cannot be parsed, so nothing is known of it.",
  why: "What a gate cannot read, it cannot judge.",
  fix: "Mend its syntax: the compiler says where.",
});
