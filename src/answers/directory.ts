import { basename, isAbsolute, parse, resolve, sep } from "node:path";
import { componentFault } from "../change/path-safety.ts";
import { slugify } from "./name.ts";
import { accept, type Parsed, refuse } from "./option.ts";

const proposal = "Name another directory, such as my-daloy-app.";

/** Reads where the project goes: a path whose parts can hold a checkout on every system. */
export function parseDirectory(text: string): Parsed<string> {
  const path = text.trim();
  if (path === "") return refuse("The directory is empty.", "Name one, such as my-daloy-app, or . for here.");
  if (resolve(path) === parse(resolve(path)).root) {
    return refuse("The directory is the root of the file system.", proposal);
  }
  for (const component of componentsOf(path)) {
    const fault = faultOf(component);
    if (fault !== undefined)
      return refuse(`The directory ${JSON.stringify(component.slice(0, 60))} ${fault}.`, proposal);
  }
  return accept(path);
}

function componentsOf(path: string): string[] {
  const typed = isAbsolute(path) ? path.slice(parse(path).root.length) : path;
  const steps = new Set(["", ".", ".."]);
  return typed.split(sep === "\\" ? /[\\/]/ : "/").filter((component) => !steps.has(component));
}

const faultOf = (component: string): string | undefined =>
  component === "node_modules" ? "belongs to package managers" : componentFault(component);

/** The package name that a directory gives: its own name, made valid. `undefined` when nothing usable is left. */
export const nameFromDirectory = (directory: string): string | undefined =>
  slugify(basename(resolve(directory)));

/** Whether the directory's own name is a package name as it stands. */
export const namesPackage = (directory: string): boolean =>
  nameFromDirectory(directory) === basename(resolve(directory));
