import { parseObject } from "./merge-json.ts";

const firstKeys = [
  "name",
  "version",
  "private",
  "description",
  "license",
  "author",
  "type",
  "packageManager",
  "engines",
  "bin",
  "exports",
  "imports",
  "files",
  "scripts",
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "optionalDependencies",
  "overrides",
];
const sortedByName = new Set([
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "optionalDependencies",
  "overrides",
]);

/** Puts the keys of a package.json in the customary order and its dependencies in code-unit order, as npm does. */
export function orderPackageJson(text: string): string {
  const manifest = parseObject("package.json", { layer: "merged", text });
  const known = firstKeys.filter((key) => Object.hasOwn(manifest, key));
  const others = Object.keys(manifest).filter((key) => !firstKeys.includes(key));
  const ordered: Record<string, unknown> = {};
  for (const key of [...known, ...others]) {
    ordered[key] = sortedByName.has(key) ? sortKeys(manifest[key]) : manifest[key];
  }
  // As npm itself writes it, so that its next `npm install` changes no other line.
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

function sortKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
