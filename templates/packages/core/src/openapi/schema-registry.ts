import { isSchema, type JsonSchema, recordOf } from "../validation/json-schema.ts";
import { hasJsonSchema, type Schema } from "../validation/standard-schema.ts";

export type Direction = "input" | "output";

/** Describes a schema whose vendor does not do so itself (valibot: `toJsonSchema` of `@valibot/to-json-schema`). */
export type ToJsonSchema = (schema: Schema, direction: Direction) => Record<string, unknown> | undefined;

const componentPrefix = "#/components/schemas/";

/**
 * Collects the schemas of a document. A schema that is used in more than one place, that names itself (`id`), or that
 * contains itself becomes a component; every part that equals a component becomes a reference to it.
 */
export class SchemaRegistry {
  readonly components: Record<string, JsonSchema> = {};
  readonly #names = new Map<string, string>();
  readonly #uses = new Map<Schema, Set<Direction>>();
  readonly #shared = new Set<Schema>();
  readonly #convert: ToJsonSchema | undefined;

  constructor(convert: ToJsonSchema | undefined) {
    this.#convert = convert;
  }

  /** Tells the registry of one use, before any schema is written. */
  announce(schema: Schema): void {
    if (this.#uses.has(schema)) this.#shared.add(schema);
    else this.#uses.set(schema, new Set());
  }

  /**
   * The JSON Schema of one use.
   *
   * @param suggestion the component's name where the schema has none of its own
   * @param closed unknown keys are refused: an object that does not say so says so
   */
  use(schema: Schema, direction: Direction, suggestion: string, closed: boolean): JsonSchema {
    const root = this.#describe(schema, direction);
    const { $defs, $schema: _, ...body } = root;
    const local = new Map<string, string>();
    for (const name of Object.keys(recordOf($defs))) {
      local.set(
        `#/$defs/${name}`,
        /^__schema\d+$/.test(name) ? `${suggestion}${name.slice(8)}` : componentName(name),
      );
    }
    const containsItself = JSON.stringify(body).includes('"$ref":"#"');
    const ownName = typeof body["id"] === "string" ? body["id"] : undefined;
    if (containsItself) local.set("#", componentName(ownName ?? suggestion));
    const close = (value: JsonSchema) => rewrite(value, local, closed);
    const renamed = new Map<string, string>();
    for (const [name, definition] of Object.entries(recordOf($defs))) {
      const wanted = local.get(`#/$defs/${name}`) ?? name;
      const final = this.#add(wanted, close(recordOf(definition)));
      if (final !== wanted) renamed.set(componentPrefix + wanted, componentPrefix + final);
    }
    const described = rename(close(withoutId(body)), renamed);
    if (ownName === undefined && !containsItself && !this.#shared.has(schema)) return described;
    if (!isWorthNaming(described)) return described;
    const name = this.#add(componentName(ownName ?? suggestion), described);
    return { $ref: componentPrefix + name };
  }

  /** Puts a reference wherever a part equals a component. To be called on every schema once all are known. */
  link(value: JsonSchema, self?: string): JsonSchema {
    const walk = (part: unknown): unknown => {
      if (Array.isArray(part)) return part.map(walk);
      if (!isSchema(part)) return part;
      const name = this.#names.get(canonical(part));
      if (name !== undefined && name !== self) return { $ref: componentPrefix + name };
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]));
    };
    return recordOf(walk(value));
  }

  #describe(schema: Schema, direction: Direction): JsonSchema {
    if (hasJsonSchema(schema)) {
      try {
        return schema["~standard"].jsonSchema[direction]({
          target: "draft-2020-12",
          libraryOptions: { unrepresentable: "any" },
        });
      } catch {
        // the vendor cannot say: what is unknown is documented as anything
      }
    }
    return this.#convert?.(schema, direction) ?? {};
  }

  /** The name under which the schema ends up: the wanted one, or a numbered one where that means something else. */
  #add(wanted: string, schema: JsonSchema): string {
    const text = canonical(schema);
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    let name = wanted;
    for (
      let i = 2;
      this.components[name] !== undefined && canonical(this.components[name] ?? {}) !== text;
      i++
    ) {
      name = `${wanted}${i}`;
    }
    this.components[name] = schema;
    if (isWorthNaming(schema)) this.#names.set(text, name);
    return name;
  }
}

/** A bare `{"type":"string"}` is clearer where it stands. */
function isWorthNaming(schema: JsonSchema): boolean {
  return schema["properties"] !== undefined || schema["enum"] !== undefined || Object.keys(schema).length > 2;
}

function componentName(text: string): string {
  const name = text.replaceAll(/[^A-Za-z0-9._-]/g, "_");
  return name === "" ? "Schema" : name;
}

function withoutId({ id: _, ...rest }: JsonSchema): JsonSchema {
  return rest;
}

function rewrite(schema: JsonSchema, local: ReadonlyMap<string, string>, closed: boolean): JsonSchema {
  const walk = (part: unknown, isProperties: boolean): unknown => {
    if (Array.isArray(part)) return part.map((inner) => walk(inner, false));
    if (!isSchema(part)) return part;
    const copy: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(part)) {
      if (!isProperties && key === "$ref" && typeof inner === "string") {
        const name = local.get(inner);
        copy[key] = name === undefined ? inner : componentPrefix + name;
      } else if (
        !isProperties &&
        (key === "default" || key === "const" || key === "enum" || key === "examples")
      ) {
        copy[key] = inner;
      } else if (!isProperties && key === "id" && typeof inner === "string") {
        // a name of the vendor's, no keyword of JSON Schema
      } else {
        copy[key] = walk(inner, !isProperties && (key === "properties" || key === "patternProperties"));
      }
    }
    const isClosed =
      !isProperties && copy["properties"] !== undefined && copy["additionalProperties"] === undefined;
    if (closed && isClosed) copy["additionalProperties"] = false;
    return copy;
  };
  return recordOf(walk(schema, false));
}

function rename(schema: JsonSchema, names: ReadonlyMap<string, string>): JsonSchema {
  if (names.size === 0) return schema;
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === "$ref" && typeof value === "string" ? (names.get(value) ?? value) : value,
  );
  return recordOf(JSON.parse(text));
}

/** The same text for the same meaning, whatever the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isSchema(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}
