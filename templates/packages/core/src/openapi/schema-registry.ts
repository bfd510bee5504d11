import type { Direction } from "../validation/describe-schema.ts";
import type { JsonSchema } from "../validation/json-schema.ts";
import { hasJsonSchema, type Schema } from "../validation/standard-schema.ts";
import {
  componentPrefix,
  type Definitions,
  definitionsIn,
  type Objects,
  pointsToRoot,
  rewrite,
} from "./definitions.ts";
import { type Describe, describeWith, type ToJsonSchema } from "./describe.ts";
import { type Field, fieldsOf } from "./fields.ts";
import { canBeClosed, canonical, isWorthNaming, mapSchemas } from "./json-schema-walk.ts";
import { componentName, pascalCase } from "./names.ts";

/** One place in which a schema stands. */
export interface SchemaUse {
  readonly direction: Direction;
  /** The component's name where the schema has none of its own. */
  readonly suggestion: string;
  /** Unknown keys are refused or taken out: an object that does not say so says so. */
  readonly closed: boolean;
}

/**
 * Collects the schemas of a document. A schema that is used in more than one place, that names itself (`id`), or that
 * contains itself becomes a component; every part that equals a component becomes a reference to it. Where one name
 * means two things, as of a schema with defaults that is sent and returned, what is sent is called `…Input`.
 */
export class SchemaRegistry {
  readonly components: Record<string, JsonSchema> = {};
  readonly #names = new Map<string, string>();
  /** Every announced schema with the name that its first use suggests; `shared` from the second use on. */
  readonly #uses = new Map<Schema, { suggestion: string; shared: boolean }>();
  readonly #describe: Describe;

  constructor(convert: ToJsonSchema | undefined) {
    this.#describe = describeWith(convert);
  }

  /** Tells the registry of one use, before any schema is written. */
  announce(schema: Schema, suggestion: string): void {
    const known = this.#uses.get(schema);
    if (known) known.shared = true;
    else this.#uses.set(schema, { suggestion, shared: false });
  }

  /** Keeps a name for a component that the framework brings itself. */
  reserve(name: string, schema: JsonSchema): void {
    this.components[name] = schema;
  }

  /** The JSON Schema of one use: written out, or a reference to a component. */
  use(schema: Schema, use: SchemaUse): JsonSchema {
    const root = this.#describe(schema, use.direction);
    const { suggestion = use.suggestion, shared = false } = this.#uses.get(schema) ?? {};
    const ownName = typeof root["id"] === "string" ? root["id"] : undefined;
    const wanted = componentName(ownName ?? titleOf(root) ?? suggestion);
    const objects = objectsOf(root, use);
    const { $defs, definitions: _, $schema, ...body } = root;
    const definitions = definitionsIn([body], root, wanted, countsNames(schema));
    if (pointsToRoot(body, definitions)) definitions.set("#", { wanted, schema: body });
    const names = this.#add(definitions, objects, use.direction);
    const itself = names.get("#");
    if (itself !== undefined) return { $ref: componentPrefix + itself };
    const described = rewrite(body, names, objects);
    if ((ownName === undefined && !shared) || !isWorthNaming(described)) return described;
    const known = ownName === undefined ? this.#names.get(canonical(described)) : undefined;
    if (known !== undefined) return { $ref: componentPrefix + known };
    const named = this.#add(
      new Map([...definitions, ["#", { wanted, schema: body }]]),
      objects,
      use.direction,
    );
    return { $ref: componentPrefix + (named.get("#") ?? wanted) };
  }

  /** The members of an object schema, for what is no object in the document: parameters and headers. */
  fields(schema: Schema, { direction, suggestion }: Omit<SchemaUse, "closed">): Field[] {
    const root = this.#describe(schema, direction);
    const fields = fieldsOf(root);
    const members = fields.map((field) => field.schema);
    const names = this.#add(
      definitionsIn(members, root, suggestion, countsNames(schema)),
      "asTheyAre",
      direction,
    );
    return fields.map((field) => ({ ...field, schema: rewrite(field.schema, names, "asTheyAre") }));
  }

  /** Puts a reference wherever a part equals a component. To be called on every schema once all are known. */
  link(schema: JsonSchema, self?: string): JsonSchema {
    return mapSchemas(schema, (part) => {
      const name = this.#names.get(canonical(part));
      return name === undefined || name === self ? part : { $ref: componentPrefix + name };
    });
  }

  /** Settles the names of definitions that may point to each other, and adds them as components. */
  #add(definitions: Definitions, objects: Objects, direction: Direction): Map<string, string> {
    const names = new Map([...definitions].map(([pointer, { wanted }]) => [pointer, wanted]));
    const attempts = new Map<string, number>();
    // another name for one changes what those say that point to it, so they are asked again
    for (let settled = false; !settled; ) {
      settled = true;
      const taken = new Set<string>();
      for (const [pointer, { wanted, schema }] of definitions) {
        const text = canonical(rewrite(schema, names, objects));
        let name = names.get(pointer) ?? wanted;
        while (taken.has(name) || !this.#isFree(name, text)) {
          const attempt = (attempts.get(pointer) ?? 0) + 1;
          attempts.set(pointer, attempt);
          name = variant(wanted, direction, attempt);
          settled = false;
        }
        names.set(pointer, name);
        taken.add(name);
      }
    }
    for (const [pointer, { schema }] of definitions) {
      const component = rewrite(schema, names, objects);
      const name = names.get(pointer) ?? "";
      this.components[name] = component;
      const text = canonical(component);
      if (isWorthNaming(component) && !this.#names.has(text)) this.#names.set(text, name);
    }
    return names;
  }

  #isFree(name: string, text: string): boolean {
    const present = this.components[name];
    return present === undefined || canonical(present) === text;
  }
}

/** Vendors close what they put out, also below an `allOf`, where nothing but the parts in common would be left. */
function objectsOf(root: JsonSchema, { closed, direction }: SchemaUse): Objects {
  if (canBeClosed(root)) return closed ? "closed" : "asTheyAre";
  return direction === "output" ? "open" : "asTheyAre";
}

function variant(wanted: string, direction: Direction, attempt: number): string {
  if (direction === "output") return `${wanted}${attempt + 1}`;
  return attempt === 1 ? `${wanted}Input` : `${wanted}Input${attempt}`;
}

/** arktype counts its definitions up per process: their names say nothing, and the next process has others. */
function countsNames(schema: Schema): boolean {
  return hasJsonSchema(schema) && schema["~standard"].vendor === "arktype";
}

function titleOf(schema: JsonSchema): string | undefined {
  const title = schema["title"];
  return typeof title === "string" && pascalCase(title) !== "" ? pascalCase(title) : undefined;
}
