/** `name@rest`, where a name may begin with `@`; `undefined` where it is none. */
export function splitIdentifier(text: string): { readonly name: string; readonly rest: string } | undefined {
  const at = text.indexOf("@", 1);
  return at === -1 ? undefined : { name: text.slice(0, at), rest: text.slice(at + 1) };
}

/** What an alias stands for: `npm:other@^1` is `other`; a range without a name is none. */
export function aliasOf(range: string): { readonly name: string; readonly range: string } | undefined {
  if (!/^(?:npm|jsr):/.test(range)) return undefined;
  const split = splitIdentifier(withoutScheme(range));
  return split === undefined ? undefined : { name: split.name, range: split.rest };
}

const other =
  /^(?:git(?:\+[a-z]+)?:|git@|(?:github|gitlab|bitbucket|gist):|https?:|ssh:|[\w.-]+\/[\w.-]+(?:#|$))/;
const folder = /^(?:file|link|portal|workspace):/;

/** What kind of source a range or a resolution names, beside a registry. */
export function sourceOf(text: string): "folder" | "other" | undefined {
  if (folder.test(text)) return "folder";
  return other.test(text) ? "other" : undefined;
}

export const withoutScheme = (text: string): string => text.replace(/^[a-z]+:/, "");

/** Percent-encoding taken away, where it is whole. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
