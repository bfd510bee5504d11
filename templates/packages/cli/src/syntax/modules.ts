import type { Model } from "./model.ts";

const extensions = [
  "",
  ".ts",
  ".js",
  ".mts",
  ".mjs",
  ".cts",
  ".cjs",
  ".tsx",
  ".jsx",
  "/index.ts",
  "/index.js",
];

/** The project's file that a relative specifier names, as TypeScript finds it. */
export function resolveModule(from: string, specifier: string, model: Model): string | undefined {
  const path = localPath(from, specifier);
  const candidates = [
    ...extensions.map((extension) => path + extension),
    path.replace(/\.([cm]?)js(x?)$/, ".$1ts$2"),
  ];
  return candidates.find((file) => model.exportsOf(file) !== undefined);
}

/** Where a relative specifier leads, in the project. */
export function localPath(from: string, specifier: string): string {
  return decodeURIComponent(new URL(specifier, `file:///${encodeURI(from)}`).pathname.slice(1));
}

/** `http#request`: a module without its scheme and version, and a name in it. */
export function modulePath(module: string, name: string): string {
  return `${module.replace(/^(?:node|npm|jsr):/, "").replace(/(?<=.)@[\d^~][^/]*/, "")}#${name}`;
}
