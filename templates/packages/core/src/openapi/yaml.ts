import type { OpenAPIDocument } from "./document.ts";

/** The document as YAML 1.2 (block style, double-quoted where a plain scalar would mean something else). */
export function openapiToYAML(document: OpenAPIDocument): string {
  // by way of JSON: what JSON leaves out (undefined, functions) has no place in YAML either
  return `${block(JSON.parse(JSON.stringify(document)), 0).trimStart()}\n`;
}

function block(value: unknown, depth: number): string {
  const indent = "  ".repeat(depth);
  if (Array.isArray(value)) {
    if (value.length === 0) return " []";
    return value.map((item) => `\n${indent}-${inSequence(item, depth + 1)}`).join("");
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0) return " {}";
    return entries.map(([key, inner]) => `\n${indent}${scalar(key)}:${block(inner, depth + 1)}`).join("");
  }
  return ` ${scalar(value)}`;
}

/** A mapping in a sequence starts on the line of its dash. */
function inSequence(item: unknown, depth: number): string {
  const text = block(item, depth);
  return text.startsWith("\n") ? ` ${text.slice(1 + 2 * depth)}` : text;
}

const plain = /^[A-Za-z_$/][A-Za-z0-9_ $/.,()+*'-]*$/;
const reserved = /^(?:true|false|yes|no|on|off|null|y|n|~)$/i;

function scalar(value: unknown): string {
  if (typeof value !== "string") return String(value);
  if (plain.test(value) && !reserved.test(value) && !value.endsWith(" ")) return value;
  // a JSON string is a YAML double-quoted scalar, but for the separators that YAML takes for line breaks
  return JSON.stringify(value).replaceAll(
    /[\u0085\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
