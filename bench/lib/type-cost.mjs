import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { typeApp } from "./type-apps.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const core = `${root}templates/packages/core/src/`;

/** Strict, as every project of ours is; ours from its sources, peers from their packages. */
const compilerOptions = {
  target: "ES2023",
  module: "NodeNext",
  moduleResolution: "NodeNext",
  lib: ["ES2023", "DOM", "DOM.Iterable"],
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
  paths: {
    "@daloyjs/core": [`${core}index.ts`],
    "@daloyjs/core/*": [`${core}*/index.ts`],
    zod: [`${root}node_modules/zod/index.d.ts`],
    hono: [`${root}bench/node_modules/hono/dist/types/index.d.ts`],
    "hono/*": [`${root}bench/node_modules/hono/dist/types/*/index.d.ts`],
    elysia: [`${root}bench/node_modules/elysia/dist/index.d.ts`],
    "@elysiajs/eden": [`${root}bench/node_modules/@elysiajs/eden/dist/index.d.ts`],
  },
};

/** Type-checks one generated application. @returns its size and what `costOf` counts */
export function measureTypes(contender, shape, count) {
  return { count, ...costOf(`${contender}-${shape}-${count}`, typeApp(contender, shape, count)) };
}

/**
 * @param files names and texts of a program
 * @returns what `tsc --extendedDiagnostics` counts
 * @throws Error with the compiler's words when the program does not compile: a figure for it would mean nothing
 */
export function costOf(name, files) {
  const directory = join(root, ".cache/types", `${name}-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(directory, file), text);
    writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
    writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      // several checkers would each do what they have in common, and how much that is depends on the machine
      [tsc, "-p", directory, "--extendedDiagnostics", "--singleThreaded"],
      { encoding: "utf8", maxBuffer: 2 ** 26 },
    );
    if (status !== 0) {
      throw new Error(`${name}: tsc ended with ${status}\n${(stdout + stderr).slice(0, 2000)}`);
    }
    const figure = (label) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(stdout)?.[1]);
    return {
      instantiations: figure("Instantiations"),
      types: figure("Types"),
      seconds: figure("Total time"),
      memoryMiB: Math.round(figure("Memory used") / 1024),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Instantiations for each further route: what the framework itself and the schemas cost once falls out. */
export function perRoute(less, more) {
  return (more.instantiations - less.instantiations) / (more.count - less.count);
}
