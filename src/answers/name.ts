import { builtinModules } from "node:module";
import validate from "validate-npm-package-name";
import { componentFault } from "../change/path-safety.ts";
import { accept, type Parsed, refuse } from "./option.ts";

const longest = 214;
const coreModules = new Set(builtinModules.filter((name) => !name.includes("/") && !name.startsWith("_")));
const reserved = new Set(["node_modules", "favicon.ico"]);

/**
 * Reads a package name: npm's rules for a new package, and the names that break a checkout on Windows or an import
 * of a Node core module. A scoped name (`@scope/name`) is allowed.
 */
export function parseName(text: string): Parsed<string> {
  const fault = findFault(text);
  if (fault === undefined) return accept(text);
  const slug = slugify(text);
  const proposal = slug === undefined || slug === text ? "my-daloy-app" : slug;
  return refuse(
    `The package name ${quote(text)} ${fault}.`,
    `Choose another with --name, for example ${proposal}.`,
  );
}

function findFault(name: string): string | undefined {
  if (name === "") return "is empty";
  if (name.length > longest) return `has ${name.length} characters, and npm allows ${longest}`;
  if (name !== name.trim()) return "begins or ends with a space";
  const scoped = /^@([^/\\]+)\/([^/\\]+)$/.exec(name);
  for (const part of scoped === null ? [name] : scoped.slice(1)) {
    const fault = findPartFault(part);
    if (fault !== undefined) return fault;
  }
  if (coreModules.has(name)) return "is that of a Node core module";
  const { errors = [], warnings = [] } = validate(name);
  return [...errors, ...warnings][0]?.replace(/^name /, "");
}

function findPartFault(part: string): string | undefined {
  if (/[/\\]/.test(part)) return "is a path; a name has no slash, except one after a scope";
  if (part.startsWith(".") || part.startsWith("_")) return `begins with "${part[0]}"`;
  if (part.startsWith("-")) return 'begins with "-", which tools read as an option';
  if (reserved.has(part.toLowerCase())) return "is reserved";
  const unportable = componentFault(part);
  if (unportable !== undefined) return unportable;
  if (/[A-Z]/.test(part)) return "has capital letters, which npm no longer allows";
  if (!/^[a-z0-9._-]+$/.test(part)) return `has characters other than a-z, 0-9, ".", "_" and "-"`;
  return undefined;
}

/** The nearest valid package name to any text, or `undefined` when nothing usable is left of it. */
export function slugify(text: string): string | undefined {
  const slug = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, "-")
    .replace(/^[-._]+|[-._]+$/g, "")
    .slice(0, longest)
    .replace(/[-._]+$/, "");
  if (slug === "") return undefined;
  const safe = findFault(slug) === undefined ? slug : `${slug.replace(/[._]+/g, "-")}-app`;
  return findFault(safe) === undefined ? safe : undefined;
}

const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
