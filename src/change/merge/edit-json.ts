import { createScanner, findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import { lineEnding } from "./merge-text.ts";
import type { Edit } from "./merge-values.ts";

/** Makes one edit in a JSON text, in the style of the place, and touches nothing around it. */
export function editJson(text: string, edit: Edit): string {
  const path = [...edit.path];
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const node = tree && findNodeAtLocation(tree, edit.kind === "insert" ? path.slice(0, -1) : path);
  if (!node) throw new Error(`There is no ${path.join(".")} to edit.`);
  if (edit.kind === "set") {
    const value = inStyle(text, edit.value, indentAt(text, node.offset));
    return splice(text, node.offset, node.offset + node.length, value);
  }
  return edit.kind === "insert" ? insert(text, node, edit) : remove(text, node);
}

/** Removes a property or a list item and its comma. Comments around it stay: they are the user's. */
function remove(text: string, value: Node): string {
  const item = value.parent?.type === "property" ? value.parent : value;
  const siblings = item.parent?.children ?? [];
  const previous = siblings[siblings.indexOf(item) - 1];
  const end = item.offset + item.length;
  const comma = commaAfter(text, end) ?? (previous && commaAfter(text, previous.offset + previous.length));
  const cuts = [
    { start: item.offset, end },
    ...(comma === undefined ? [] : [{ start: comma, end: comma + 1 }]),
  ];
  let result = text;
  for (const cut of cuts.sort((a, b) => b.start - a.start)) result = splice(result, cut.start, cut.end, "");
  // Nothing but white space is left of the line, or a space too many.
  const at = comma !== undefined && comma < item.offset ? item.offset - 1 : item.offset;
  const lineStart = result.lastIndexOf("\n", at - 1) + 1;
  const newline = result.indexOf("\n", at);
  const lineEnd = newline === -1 ? result.length : newline + 1;
  if (lineStart > 0 && newline !== -1 && result.slice(lineStart, lineEnd).trim() === "")
    return splice(result, lineStart, lineEnd, "");
  return result[at - 1] === " " ? splice(result, at - 1, at, "") : result;
}

/** Where the comma stands that follows a value; undefined when something else does. */
function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  scanner.scan();
  return text[scanner.getTokenOffset()] === "," ? scanner.getTokenOffset() : undefined;
}

function insert(text: string, parent: Node, edit: Extract<Edit, { kind: "insert" }>): string {
  const items = parent.children ?? [];
  const last = edit.path.at(-1);
  const index =
    typeof last === "number"
      ? last
      : items.findIndex((item) => edit.after !== undefined && item.children?.[0]?.value === edit.after) + 1;
  const eol = lineEnding(text);
  const [first, before, after] = [items[0], items[index - 1], items[index]];
  const outer = indentAt(text, parent.offset);
  // One item to a line where the items that are there have it so; an empty object or list opens up in a file of lines.
  const gap = text.slice(parent.offset + 1, first?.offset ?? parent.offset + 1);
  const onLines =
    first === undefined ? typeof last === "string" && text.trim().includes("\n") : gap.includes("\n");
  const indent = first !== undefined && onLines ? indentAt(text, first.offset) : outer + indentUnit(text);
  const lead = onLines ? eol + indent : "";
  const value = onLines ? inStyle(text, edit.value, indent) : compact(edit.value);
  const item = typeof last === "number" ? value : `${JSON.stringify(last)}: ${value}`;
  if (before !== undefined) {
    const end = before.offset + before.length;
    return splice(text, end, end, `,${onLines ? lead : " "}${item}`);
  }
  if (after !== undefined) return splice(text, after.offset, after.offset, `${item},${onLines ? lead : " "}`);
  const start = parent.offset + 1;
  return splice(text, start, start, onLines ? `${lead}${item}${eol}${outer}` : item);
}

/** A value over several lines, below a line with that indent; a list of plain values stays on one. */
function inStyle(text: string, value: unknown, indent: string): string {
  if (!text.trim().includes("\n")) return compact(value);
  if (Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null))
    return compact(value);
  return JSON.stringify(value, undefined, indentUnit(text)).replaceAll("\n", lineEnding(text) + indent);
}

function compact(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value);
  return `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
}

function indentUnit(text: string): string {
  return /^([ \t]+)\S/m.exec(text)?.[1] ?? "  ";
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

function splice(text: string, start: number, end: number, content: string): string {
  return text.slice(0, start) + content + text.slice(end);
}
