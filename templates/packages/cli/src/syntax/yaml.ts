import type { Document, Node } from "yaml";
import type { DataFault, DataValue } from "./data.ts";

/** Aliases can multiply, and one can stand inside of what it names. */
const mostDepth = 100;
const mostValues = 1_000_000;

/** A YAML file with its places, aliases followed; `undefined` when it cannot be read, or is several documents. */
export async function parseYaml(text: string): Promise<DataValue | undefined> {
  const documents = await parseYamlDocuments(text);
  return "fault" in documents || documents.length > 1 ? undefined : documents[0];
}

/** The documents of a YAML file with their places, aliases followed. A key that stands twice is a fault. */
export async function parseYamlDocuments(text: string): Promise<readonly DataValue[] | DataFault> {
  const yaml = await import("../third-party/yaml.ts");
  const counter = new yaml.LineCounter();
  const options = { lineCounter: counter, logLevel: "silent" } as const;
  const parsed = yaml.parseAllDocuments(text, options);
  const documents: readonly Document[] = "empty" in parsed ? [yaml.parseDocument(text, options)] : parsed;
  const [error] = documents.flatMap(({ errors }) => errors);
  if (error !== undefined) {
    return { fault: error.message.split("\n")[0] ?? "", line: counter.linePos(error.pos[0]).line };
  }
  let left = mostValues;
  const convert = (document: Document, node: unknown, depth: number): DataValue => {
    left -= 1;
    if (depth > mostDepth || left < 0) throw new RangeError("Aliases that multiply.");
    if (yaml.isAlias(node)) return convert(document, node.resolve(document), depth + 1);
    const [start, end] = (isNode(node) ? node.range : undefined) ?? document.range ?? [0, 0];
    const place = { line: counter.linePos(start).line, start, end };
    if (yaml.isMap(node)) {
      const pairs = node.items.map(
        ({ key, value }) =>
          [
            yaml.isScalar(key) ? String(key.value) : String(key),
            convert(document, value, depth + 1),
          ] as const,
      );
      return { ...place, entries: new Map(pairs) };
    }
    if (yaml.isSeq(node)) {
      return { ...place, items: node.items.map((item) => convert(document, item, depth + 1)) };
    }
    return { ...place, text: yaml.isScalar(node) && node.value !== null ? String(node.value) : "" };
  };
  try {
    return documents.map((document) => convert(document, document.contents, 0));
  } catch (error) {
    if (error instanceof RangeError) return { fault: error.message, line: 1 };
    throw error;
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "range" in value;
