import { basename, resolve } from "node:path";
import { isWindowsDevice, slugify } from "./name.ts";
import { accept, type Parsed, refuse } from "./option.ts";

/** Reads where the project goes: any path whose last part can hold a checkout on every system. */
export function parseDirectory(text: string): Parsed<string> {
  const path = text.trim();
  if (path === "")
    return refuse("The directory is empty.", "Name one, for example my-daloy-app, or . for here.");
  if (/[\u0000-\u001f\u007f]/.test(path)) {
    return refuse(
      "The directory has a control character in it.",
      "Choose another, for example my-daloy-app.",
    );
  }
  const last = basename(resolve(path));
  if (last === "") return refuse("The directory is the root of a disk.", "Name a folder inside it.");
  if (last === "node_modules" || isWindowsDevice(last)) {
    const why =
      last === "node_modules" ? "package managers own that folder" : "Windows keeps that name for a device";
    return refuse(
      `The directory cannot be called ${last}: ${why}.`,
      "Choose another, for example my-daloy-app.",
    );
  }
  return accept(path);
}

/** The package name that a directory gives: its own name, made valid. `undefined` when nothing usable is left. */
export const nameFromDirectory = (directory: string): string | undefined =>
  slugify(basename(resolve(directory)));

/** Whether the directory's own name is a package name as it stands. */
export const namesPackage = (directory: string): boolean =>
  nameFromDirectory(directory) === basename(resolve(directory));
