import type { OpenAPIDocument } from "./document.ts";

/** The document as YAML 1.2 (block style; double-quoted where a plain scalar would mean something else). */
export function openapiToYAML(document: OpenAPIDocument): string {
  // by way of JSON: what JSON leaves out (undefined, functions) has no place in YAML either
  return `${block(JSON.parse(JSON.stringify(document)), 0).replace(/^\s+/, "")}\n`;
}

function block(value: unknown, depth: number): string {
  const indent = `\n${"  ".repeat(depth)}`;
  if (Array.isArray(value)) {
    if (value.length === 0) return " []";
    return value.map((item) => `${indent}-${inSequence(item, depth + 1)}`).join("");
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) return " {}";
    return entries
      .map(([key, inner]) => `${indent}${keyOf(key, indent)}:${block(inner, depth + 1)}`)
      .join("");
  }
  return ` ${scalar(value)}`;
}

/** A mapping in a sequence starts on the line of its dash. */
function inSequence(item: unknown, depth: number): string {
  const text = block(item, depth);
  return text.startsWith("\n") ? ` ${text.slice(1 + 2 * depth)}` : text;
}

/** A key of more than 1,024 characters has to say that it is one (YAML 1.2.2 §8.2.2). */
function keyOf(key: string, indent: string): string {
  const text = scalar(key);
  return text.length > 1000 ? `? ${text}${indent}` : text;
}

const plain = /^[A-Za-z_$/][A-Za-z0-9_ $/.,()+*'-]*$/;
/** Words that YAML 1.2, or 1.1, which many tools still read, takes for something else than text. */
const reserved = /^(?:true|false|yes|no|on|off|null|y|n|~)$/i;
/** What JSON leaves as it is and YAML does not: line separators, and what is not printable (YAML 1.2.2 §5.1). */
const unprintable = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

function scalar(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  if (plain.test(value) && !reserved.test(value) && !value.endsWith(" ")) return value;
  return JSON.stringify(value).replaceAll(
    unprintable,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
