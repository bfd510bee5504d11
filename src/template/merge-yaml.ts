import { isDeepStrictEqual } from "node:util";
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type YAMLMap,
} from "yaml";
import type { Part } from "./merge-json.ts";
import { templateError } from "./template-error.ts";

/**
 * Deep-merges the YAML of several layers by the rules of `mergeJson`; comments stay.
 *
 * @throws {CreateError} `template-invalid` when two layers give one key different values, or for YAML that is not
 *   one mapping without aliases.
 */
export function mergeYaml(path: string, parts: readonly Part[]): string {
  const [first, ...rest] = parts.map((part) => ({ layer: part.layer, document: parseMapping(path, part) }));
  if (first === undefined) return "";
  const origins = new Map<string, string>();
  noteOrigins(first.document.contents, [], first.layer, origins);
  for (const { layer, document } of rest) {
    keepLeadingComment(document);
    mergeInto(first.document.contents, document.contents, [], { path, layer, origins });
  }
  return first.document.toString({ lineWidth: 0 });
}

interface Mapping extends Document {
  contents: YAMLMap;
}

function parseMapping(path: string, part: Part): Mapping {
  const document = parseDocument(part.text);
  const fault = document.errors[0];
  if (fault) throw templateError(`${path} of the layer "${part.layer}" is not YAML: ${fault.message}`);
  visit(document, {
    Alias: () => {
      throw templateError(`${path} of the layer "${part.layer}" uses an alias, which cannot be merged.`);
    },
  });
  if (!isMapping(document))
    throw templateError(`${path} of the layer "${part.layer}" is not a YAML mapping.`);
  return document;
}

function isMapping(document: Document): document is Mapping {
  return isMap(document.contents);
}

/** A comment that a blank line parts from the first key belongs to that key once the two layers are one document. */
function keepLeadingComment(document: Mapping): void {
  const key = document.contents.items[0]?.key;
  if (isScalar(key) && document.commentBefore !== null) key.commentBefore = document.commentBefore;
}

interface Merge {
  readonly path: string;
  readonly layer: string;
  readonly origins: Map<string, string>;
}

function mergeInto(target: YAMLMap, source: YAMLMap, keys: readonly string[], merge: Merge): void {
  for (const pair of source.items) {
    const at = [...keys, keyOf(pair.key)];
    const existing: unknown = target.get(pair.key, true);
    if (!target.has(pair.key)) {
      target.add(pair);
      noteOrigin(pair, at, merge.layer, merge.origins);
    } else if (isMap(existing) && isMap(pair.value)) {
      mergeInto(existing, pair.value, at, merge);
    } else if (isSeq(existing) && isSeq(pair.value)) {
      const known: unknown[] = existing.toJSON();
      for (const item of pair.value.items) {
        if (!known.some((value) => isDeepStrictEqual(value, plain(item)))) existing.add(item);
      }
    } else if (!isDeepStrictEqual(plain(existing), plain(pair.value))) {
      throw templateError(
        `${merge.path}: the layers "${merge.origins.get(at.join("."))}" and "${merge.layer}" give "${at.join(".")}" different values ` +
          `(${JSON.stringify(plain(existing))} and ${JSON.stringify(plain(pair.value))}).`,
      );
    }
  }
}

function noteOrigins(
  map: YAMLMap,
  keys: readonly string[],
  layer: string,
  origins: Map<string, string>,
): void {
  for (const pair of map.items) noteOrigin(pair, [...keys, keyOf(pair.key)], layer, origins);
}

function noteOrigin(
  pair: YAMLMap["items"][number],
  at: readonly string[],
  layer: string,
  origins: Map<string, string>,
): void {
  origins.set(at.join("."), layer);
  if (isMap(pair.value)) noteOrigins(pair.value, at, layer, origins);
}

function keyOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function plain(node: unknown): unknown {
  if (isScalar(node)) return node.value;
  return isNode(node) && !isAlias(node) ? node.toJSON() : node;
}
