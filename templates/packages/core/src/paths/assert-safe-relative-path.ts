import { BadRequestError } from "../errors/http-error.ts";

const MAX_LENGTH = 1024;

/**
 * Lets a path through that stays below the directory it is joined to, on every system: segments separated by `/`, none of
 * them empty, `.` or `..`, no backslash, drive letter, colon (alternate data streams), control character or percent-encoded
 * dot, slash or backslash, no segment that Windows would shorten (a dot or a space at its end). Symbolic links are not looked
 * at: resolve the joined path before you open it where others can write below the directory.
 *
 * @throws BadRequestError (400) that names the rule, never the path
 */
export function assertSafeRelativePath(path: string): void {
  const fault = faultOf(path);
  if (fault !== undefined) throw new BadRequestError(`The path ${fault}.`);
}

function faultOf(path: string): string | undefined {
  if (path === "") return "is empty";
  if (path.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`;
  if (/[\p{Cc}\p{Surrogate}]/u.test(path)) return "holds a control character";
  if (path.includes("\\")) return "holds a backslash";
  if (path.includes(":")) return "holds a colon";
  if (/%(?:2e|2f|5c|00|25)/i.test(path)) return "holds an encoded dot, slash, backslash, percent sign or NUL";
  if (path.startsWith("/")) return "is absolute";
  if (path.startsWith("~")) return "begins with a tilde";
  for (const segment of path.split("/")) {
    if (segment === "") return "has an empty segment";
    if (segment === "." || segment === "..") return "has a dot segment";
    if (/[. ]$/.test(segment)) return "has a segment that ends with a dot or a space";
  }
  return undefined;
}
