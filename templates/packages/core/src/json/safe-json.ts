/**
 * JSON for untrusted text: bounded, prototype-safe and without duplicate names.
 *
 * `JSON.parse` does the parsing, and one walk over the result looks at the keys as they really are, escapes
 * resolved. Duplicates leave no trace in the result, so members are counted twice, in the text and in the
 * result: colons outside strings are exactly the members. Counting all colons is several times cheaper, and
 * when that number matches there was none in a string.
 */

export type JsonErrorCode = "syntax" | "depth" | "keys" | "poisoned" | "duplicate";

/** Why a text was refused. The message never contains any of the text. */
export class JsonError extends Error {
  override readonly name = "JsonError";
  readonly code: JsonErrorCode;

  constructor(code: JsonErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface SafeJsonOptions {
  /** Deepest nesting of objects and arrays (default 50). */
  readonly maxDepth?: number | undefined;
  /** Most object members in the whole document (default 10000). */
  readonly maxKeys?: number | undefined;
  /**
   * What happens to members named `__proto__`, `constructor` or `prototype`, at any depth (default "strip").
   */
  readonly poisonedKeys?: "strip" | "reject" | undefined;
}

/**
 * Parses JSON (RFC 8259) that a stranger sent.
 *
 * - A name that occurs twice in one object is refused: RFC 8259 §4 calls the outcome unpredictable, and two
 *   parsers that disagree about it are a way past a check.
 * - One byte order mark at the start is ignored (RFC 8259 §8.1 allows it), as the platform's own decoders do.
 * - Numbers are what `JSON.parse` makes of them: beyond 2^53 they lose digits and beyond 1e308 they are
 *   infinite.
 *
 * @throws {JsonError} with a `code`; the message never echoes the text.
 */
export function safeJsonParse(text: string, options: SafeJsonOptions = {}): unknown {
  const { maxDepth = 50, maxKeys = 10_000, poisonedKeys = "strip" } = options;
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const colons = countColons(source);
  if (colons > maxKeys && countMembers(source) > maxKeys) {
    throw new JsonError("keys", `The document has more than ${maxKeys} members.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw new JsonError("syntax", "The text is not valid JSON.");
  }
  if (!isContainer(value)) return value;
  const members = cleanKeys(value, 1, maxDepth, poisonedKeys === "strip");
  if (members !== colons && members !== countMembers(source)) {
    throw new JsonError("duplicate", "An object has the same name twice.");
  }
  return value;
}

function countColons(text: string): number {
  let colons = 0;
  for (let i = text.indexOf(":"); i !== -1; i = text.indexOf(":", i + 1)) colons++;
  return colons;
}

/** Colons outside strings. */
function countMembers(text: string): number {
  let members = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === COLON) members++;
    if (unit !== QUOTE) continue;
    i = text.indexOf('"', i + 1);
    while (i !== -1 && text.charCodeAt(i - 1) === BACKSLASH && isEscaped(text, i))
      i = text.indexOf('"', i + 1);
    if (i === -1) return members;
  }
  return members;
}

/** An odd run of backslashes before a quote escapes it. */
function isEscaped(text: string, quote: number): boolean {
  let start = quote - 1;
  while (text.charCodeAt(start - 1) === BACKSLASH) start--;
  return (quote - start) % 2 === 1;
}

/** Counts the members that survived parsing and removes, or refuses, the poisoned ones. */
function cleanKeys(container: Container, depth: number, maxDepth: number, strip: boolean): number {
  if (depth > maxDepth) throw new JsonError("depth", `The document is nested deeper than ${maxDepth}.`);
  let members = 0;
  if (Array.isArray(container)) {
    for (const item of container)
      if (isContainer(item)) members += cleanKeys(item, depth + 1, maxDepth, strip);
    return members;
  }
  for (const key in container) {
    // A prototype that someone else polluted must not count.
    if (!Object.hasOwn(container, key)) continue;
    members++;
    const value = container[key];
    if (isContainer(value)) members += cleanKeys(value, depth + 1, maxDepth, strip);
    if (key === "__proto__" || key === "constructor" || key === "prototype") {
      if (!strip) throw new JsonError("poisoned", `The name "${key}" is not allowed.`);
      delete container[key];
    }
  }
  return members;
}

type Container = unknown[] | Record<string, unknown>;

function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
