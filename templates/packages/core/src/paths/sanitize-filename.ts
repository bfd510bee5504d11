const MAX_BYTES = 255;

/** Separators, what Windows reserves, control characters, invisible characters and those that turn the reading direction. */
const unsafe = /[/\\<>:"|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\p{Noncharacter_Code_Point}]/gu;
/** Devices, with whatever extension: `con`, `nul.txt`, `COM1.tar.gz`. */
const device =
  /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?=\s*(?:\.|$))/i;

/**
 * Makes a file name out of what a visitor calls a file: the last part of a path, safe on Windows, macOS and Linux, at most
 * 255 bytes of UTF-8, its extension kept. What no system, or no reader, takes for part of a name becomes `_`; leading dots
 * (hidden files) and trailing dots and spaces go. It says nothing about what is in the file, and two names may become one.
 *
 * @param fallback the name where nothing is left; `file` by default
 */
export function sanitizeFilename(name: string, fallback = "file"): string {
  const last = name.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const clean = trimEnds(last.replaceAll(unsafe, "_"));
  const safe = device.test(clean) ? `_${clean}` : clean;
  const short = trimEnds(shorten(safe));
  return short === "" ? fallback : short;
}

function trimEnds(name: string): string {
  return name.replace(/^[\s.]+/u, "").replace(/[\s.]+$/u, "");
}

/** Cuts whole characters off the stem, so that the extension stays. */
function shorten(name: string): string {
  if (byteLength(name) <= MAX_BYTES) return name;
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 && name.length - dot <= 17 ? name.slice(dot) : "";
  const room = MAX_BYTES - byteLength(extension);
  let stem = "";
  let used = 0;
  for (const character of name.slice(0, name.length - extension.length)) {
    used += byteLength(character);
    if (used > room) break;
    stem += character;
  }
  return stem + extension;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
