/** One fault of a document: where, what, and how to mend it. */
export interface Fault {
  /** As one would write it in JavaScript: `smoke.refusals[2].guard`. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** The part of JSON Schema that `daloy.config.schema.json` uses. */
export interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: "object" | "array" | "string" | "integer" | "boolean";
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}

type Suggest = (word: string, known: readonly string[]) => string | undefined;

/** Every fault of a document, in its order; the fix of each is the description that the schema gives. */
export function findFaults(root: Schema, document: unknown, suggest: Suggest): Fault[] {
  const faults: Fault[] = [];

  function visit(node: Schema, value: unknown, path: string): void {
    const schema = resolve(node);
    const fix = schema.description ?? "";
    const report = (message: string): void => {
      faults.push({ path: path === "" ? "the document" : path, message, fix });
    };
    const wrong = mismatch(schema, value);
    if (wrong !== undefined) report(wrong);
    else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(schema.items ?? {}, item, `${path}[${index}]`);
    } else if (isObject(value)) visitObject(schema, value, path);
  }

  function visitObject(schema: Schema, value: Readonly<Record<string, unknown>>, path: string): void {
    const properties = schema.properties ?? {};
    const inside = (key: string): string => (path === "" ? key : `${path}.${key}`);
    for (const key of schema.required ?? []) {
      if (Object.hasOwn(value, key)) continue;
      faults.push({
        path: inside(key),
        message: "is missing",
        fix: resolve(properties[key] ?? {}).description ?? "",
      });
    }
    for (const [key, item] of Object.entries(value)) {
      if (Object.hasOwn(properties, key)) visit(properties[key] ?? {}, item, inside(key));
      else if (schema.additionalProperties === false) {
        const known = Object.keys(properties);
        const meant = suggest(key, known);
        const fix = meant === undefined ? `Known here: ${known.join(", ")}.` : `Did you mean ${meant}?`;
        faults.push({ path: inside(key), message: "is unknown", fix });
      } else if (schema.additionalProperties) visit(schema.additionalProperties, item, inside(key));
    }
  }

  function resolve(schema: Schema): Schema {
    const name = schema.$ref?.slice("#/definitions/".length);
    return name === undefined ? schema : { ...resolve(root.definitions?.[name] ?? {}), ...schema };
  }

  visit(root, document, "");
  return faults;
}

/** What is wrong with a value itself, its members aside. Never repeats the value: it may be a secret put in the wrong place. */
function mismatch(schema: Schema, value: unknown): string | undefined {
  if (schema.enum) {
    return schema.enum.some((entry) => entry === value)
      ? undefined
      : `must be one of ${schema.enum.join(", ")}`;
  }
  switch (schema.type) {
    case "object":
      return isObject(value) ? undefined : "must be an object";
    case "array":
      if (!Array.isArray(value)) return "must be an array";
      return value.length < (schema.minItems ?? 0) ? `needs at least ${schema.minItems} entry` : undefined;
    case "string":
      if (typeof value !== "string") return "must be a string";
      if (value.length < (schema.minLength ?? 0)) return "must not be empty";
      return schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)
        ? "is not of the right form"
        : undefined;
    case "integer":
      if (typeof value !== "number" || !Number.isSafeInteger(value)) return "must be a whole number";
      return value < (schema.minimum ?? Number.NEGATIVE_INFINITY)
        ? `must be at least ${schema.minimum}`
        : undefined;
    case "boolean":
      return typeof value === "boolean" ? undefined : "must be true or false";
    default:
      return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
