import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const core = `${root}templates/packages/core/src/`;

/** One thing that the compiler says: `file` is the name that was given, or leads out of the program with `../`. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  /** With its explanations, a line each. */
  readonly message: string;
}

/**
 * Type-checks programs that use the core by its name, as strictly as this repository is, in one run. They lie inside the
 * repository while it lasts, so that they find its packages.
 */
export async function compile(files: Readonly<Record<string, string>>): Promise<Diagnostic[]> {
  await mkdir(`${root}.cache/compile`, { recursive: true });
  const directory = await mkdtemp(`${root}.cache/compile/`);
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(directory, name)), { recursive: true });
      await writeFile(join(directory, name), text);
    }
    await writeFile(join(directory, "package.json"), '{ "type": "module" }');
    await writeFile(join(directory, "tsconfig.json"), JSON.stringify(project));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const child = spawn(process.execPath, [tsc, "-p", directory, "--pretty", "false"], { cwd: directory });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    await once(child, "close");
    return diagnosticsIn(output);
  } finally {
    await rm(directory, { recursive: true });
  }
}

const project = {
  extends: `${root}tsconfig.base.json`,
  compilerOptions: {
    noEmit: true,
    types: ["node"],
    noUnusedLocals: false,
    noUnusedParameters: false,
    skipLibCheck: true,
    paths: { "@daloyjs/core": [`${core}index.ts`], "@daloyjs/core/*": [`${core}*/index.ts`] },
  },
  include: ["**/*.ts"],
};

function diagnosticsIn(output: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const line of output.split("\n")) {
    const head = /^(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(line);
    const global = /^error (TS\d+): (.*)$/.exec(line);
    if (head) {
      const [, file = "", at = "", code = "", message = ""] = head;
      found.push({ file, line: Number(at), code, message });
    } else if (global) {
      found.push({ file: "", line: 0, code: global[1] ?? "", message: global[2] ?? "" });
    } else if (line.startsWith("  ") && found.length > 0) {
      const last = found[found.length - 1];
      if (last) found[found.length - 1] = { ...last, message: `${last.message}\n${line}` };
    }
  }
  return found;
}
