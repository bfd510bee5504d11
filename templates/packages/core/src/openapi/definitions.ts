import { type JsonSchema, recordOf } from "../validation/json-schema.ts";
import { closeObject, mapSchemas, referencesIn } from "./json-schema-walk.ts";
import { componentName } from "./names.ts";

export const componentPrefix = "#/components/schemas/";

/** Parts of a vendor's document that other parts point to, by pointer, with the name each should have in ours. */
export type Definitions = Map<string, { readonly wanted: string; readonly schema: JsonSchema }>;

/** The definitions that some parts of a document need, in the order in which they are pointed to. */
export function definitionsIn(
  parts: readonly JsonSchema[],
  root: JsonSchema,
  suggestion: string,
  countsNames: boolean,
): Definitions {
  const found: Definitions = new Map();
  // the older draft calls them `definitions`
  const all = { ...recordOf(root["definitions"]), ...recordOf(root["$defs"]) };
  const pointers = new Map(
    Object.keys(all).flatMap((name) => pointersTo(name).map((pointer) => [pointer, name])),
  );
  let unnamed = 0;
  const collect = (part: JsonSchema): void => {
    for (const pointer of referencesIn(part)) {
      const name = pointers.get(pointer);
      if (name === undefined || found.has(pointer)) continue;
      const isWhole = Object.keys(part).length === 1 && part === parts[0];
      const wanted = !(countsNames || /^__schema\d+$/.test(name))
        ? name
        : isWhole
          ? suggestion
          : `${suggestion}Part${++unnamed === 1 ? "" : unnamed}`;
      const schema = recordOf(all[name]);
      found.set(pointer, { wanted: componentName(wanted), schema });
      collect(schema);
    }
  };
  for (const part of parts) collect(part);
  return found;
}

/** Vendors write the name as it is, or escaped as JSON Pointer asks (RFC 6901 §3). */
function pointersTo(name: string): string[] {
  const escaped = name.replaceAll("~", "~0").replaceAll("/", "~1");
  return ["$defs", "definitions"].flatMap((key) => [`#/${key}/${name}`, `#/${key}/${escaped}`]);
}

/** Whether some part points to the whole document, or to a place in it that is no definition. */
export function pointsToRoot(body: JsonSchema, definitions: Definitions): boolean {
  return [body, ...[...definitions.values()].map(({ schema }) => schema)].some((part) =>
    referencesIn(part).some((reference) => reference === "#" || isPlaceInRoot(reference)),
  );
}

const isPlaceInRoot = (reference: string) => /^#\/(?!\$defs\/|definitions\/)/.test(reference);

/** What becomes of objects that say nothing of other members, or refuse them. */
export type Objects = "closed" | "open" | "asTheyAre";

function setObject(schema: JsonSchema, objects: "closed" | "open"): JsonSchema {
  if (objects === "closed") return closeObject(schema);
  const { additionalProperties, ...rest } = schema;
  return additionalProperties === false ? rest : schema;
}

/** A part of a vendor's document as it stands in ours: references renamed, objects closed if they shall be. */
export function rewrite(
  schema: JsonSchema,
  names: ReadonlyMap<string, string>,
  objects: Objects,
): JsonSchema {
  return mapSchemas(schema, (part) => {
    const copy = Object.fromEntries(
      Object.entries(part).filter(([keyword, value]) => isKeyword(keyword, value)),
    );
    const reference = part["$ref"];
    if (typeof reference === "string") copy["$ref"] = newReference(reference, names);
    return objects === "asTheyAre" ? copy : setObject(copy, objects);
  });
}

/** `id` is what vendors call a schema, and the dialect is that of the document. */
function isKeyword(keyword: string, value: unknown): boolean {
  return keyword !== "$schema" && !(keyword === "id" && typeof value === "string");
}

function newReference(reference: string, names: ReadonlyMap<string, string>): string {
  const name = names.get(reference);
  if (name !== undefined) return componentPrefix + name;
  const root = names.get("#");
  return root !== undefined && isPlaceInRoot(reference)
    ? componentPrefix + root + reference.slice(1)
    : reference;
}
