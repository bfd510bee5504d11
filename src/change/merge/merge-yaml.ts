import { isDeepStrictEqual } from "node:util";
import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type YAMLMap,
} from "yaml";
import { mergeText } from "./merge-text.ts";
import { type Edit, mergeValues, type Step } from "./merge-values.ts";
import type { Labels, Merged } from "./merged.ts";

/**
 * Merges YAML. By line where that gives what a merge by key gives, since it keeps every character; else by key in the
 * user's document, which keeps comments and order; else, where the structure does not allow it, as text.
 */
export function mergeYaml(base: string, ours: string, theirs: string, labels: Labels): Merged {
  const byLine = mergeText(base, ours, theirs, labels);
  const [baseDocument, ourDocument, theirDocument] = [read(base), read(ours), read(theirs)];
  if (!baseDocument || !ourDocument || !theirDocument) return byLine;
  const merged = mergeValues(baseDocument.toJS(), ourDocument.toJS(), theirDocument.toJS());
  for (const edit of merged.edits) apply(ourDocument, edit, theirDocument);
  const expected: unknown = ourDocument.toJS();
  if (byLine.clean && isDeepStrictEqual(read(byLine.text)?.toJS(), expected))
    return { ...byLine, kept: merged.kept };
  const text = ourDocument.toString({
    lineWidth: 0,
    indentSeq: !/^( *)[^\s#-][^\n]*:[ \t]*\r?\n\1- /m.test(ours),
  });
  const styled = ours.includes("\r\n") ? text.replace(/\r?\n/g, "\r\n") : text;
  return isDeepStrictEqual(read(styled)?.toJS(), expected)
    ? { clean: true, text: styled, kept: merged.kept }
    : byLine;
}

/** A document of plain mappings and lists; undefined for several documents, aliases, merge keys and the like. */
function read(text: string): Document | undefined {
  const document = parseDocument(text, { uniqueKeys: true, stringKeys: true });
  if (document.errors.length > 0 || document.warnings.length > 0 || !isMap(document.contents))
    return undefined;
  let plain = true;
  visit(document, {
    Alias: () => {
      plain = false;
    },
    Pair: (_, { key }) => {
      if (!isScalar(key) || key.value === "__proto__" || key.value === "<<") plain = false;
    },
  });
  return plain ? document : undefined;
}

function apply(document: Document, edit: Edit, source: Document): void {
  if (edit.kind === "remove") {
    document.deleteIn(edit.path);
    return;
  }
  const [parentPath, last] = [edit.path.slice(0, -1), edit.path.at(-1)];
  const parent: unknown = parentPath.length === 0 ? document.contents : document.getIn(parentPath, true);
  if (edit.kind === "set")
    document.setIn(edit.path, nodeAt(source, edit.path) ?? document.createNode(edit.value));
  else if (isSeq(parent)) parent.items.splice(Number(last), 0, document.createNode(edit.value));
  else if (isMap(parent)) {
    const pair = pairIn(source, parentPath, last) ?? document.createPair(last, edit.value);
    const after = parent.items.findIndex(({ key }) => isScalar(key) && key.value === edit.after);
    parent.items.splice(after + 1, 0, pair);
  }
}

/** The template's own node, with its comments. Indexes may differ between the two documents. */
function nodeAt(document: Document, path: readonly Step[]): unknown {
  const node: unknown = path.every((step) => typeof step === "string")
    ? document.getIn(path, true)
    : undefined;
  return isNode(node) ? node : undefined;
}

/** The template's own pair, with its comments. */
function pairIn(
  document: Document,
  path: readonly Step[],
  key: Step | undefined,
): YAMLMap["items"][number] | undefined {
  const parent: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  const pair = isMap(parent)
    ? parent.items.find((item) => isScalar(item.key) && item.key.value === key)
    : undefined;
  return isPair(pair) && isNode(pair.key) ? pair : undefined;
}
