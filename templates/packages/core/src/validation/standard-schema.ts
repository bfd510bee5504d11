/**
 * The protocol that zod, valibot, arktype and others share, declared here so that the core depends on none of
 * them.
 *
 * @see https://standardschema.dev (Standard Schema v1 and Standard JSON Schema v1)
 */

/**
 * The least that a generic constraint needs. Looking no deeper is what makes it cheap: comparing a schema of zod with
 * `{ version: 1 }` costs 170 type instantiations more, for each. What it is, the registration checks.
 */
export interface Schema {
  readonly "~standard": unknown;
}

/** A schema that can validate. */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly "~standard": StandardProps<Input, Output>;
}

export interface StandardProps<Input = unknown, Output = Input> {
  readonly version: 1;
  readonly vendor: string;
  /** Synchronous unless the schema itself is asynchronous; callers await only what is thenable. */
  readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
  readonly types?: { readonly input: Input; readonly output: Output } | undefined;
}

export type StandardResult<Output> = StandardSuccess<Output> | StandardFailure;

export interface StandardSuccess<Output> {
  readonly value: Output;
  readonly issues?: undefined;
}

export interface StandardFailure {
  readonly issues: readonly StandardIssue[];
}

export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** A schema that can describe itself as JSON Schema. */
export interface StandardJsonSchema {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly jsonSchema: JsonSchemaConverter;
  };
}

export interface JsonSchemaConverter {
  /** What may be sent in. May throw where the vendor cannot say. */
  readonly input: (options: JsonSchemaOptions) => Record<string, unknown>;
  /** What comes out. May throw where the vendor cannot say. */
  readonly output: (options: JsonSchemaOptions) => Record<string, unknown>;
}

export interface JsonSchemaOptions {
  readonly target: "draft-2020-12" | "draft-07" | "openapi-3.0" | (string & {});
  readonly libraryOptions?: Record<string, unknown> | undefined;
}

/**
 * The type after validation; `undefined` for anything that is not a schema. zod's own member comes first: the way through
 * `~standard` leads to the same type for 140 type instantiations more (see bench/README.md).
 */
export type InferOutput<T> = T extends { _zod: { output: unknown } }
  ? T["_zod"]["output"]
  : T extends { "~standard": { types?: { output: infer O } | undefined } }
    ? O
    : Unnamed<T>;

/** The type before validation; `undefined` for anything that is not a schema. */
export type InferInput<T> = T extends { _zod: { input: unknown } }
  ? T["_zod"]["input"]
  : T extends { "~standard": { types?: { input: infer I } | undefined } }
    ? I
    : Unnamed<T>;

/** A schema of which nothing more is known may be of anything. */
type Unnamed<T> = T extends Schema ? unknown : undefined;

/** A fault in what was sent: where, and which rule. Never the value. */
export interface Issue {
  /** JSON Pointer (RFC 6901), such as `/items/0/name`; empty for the whole document. */
  readonly path: string;
  readonly message: string;
}

/** Whether a value is a Standard Schema v1 with a validator. arktype's schemas are functions. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  const standard = standardOf(value);
  return standard !== undefined && standard["version"] === 1 && typeof standard["validate"] === "function";
}

/** @throws TypeError when the value is no Standard Schema */
export function standardSchema(schema: Schema, where: string): StandardSchema {
  if (!isStandardSchema(schema)) {
    throw new TypeError(
      `${where} is no Standard Schema; give a schema of zod, valibot, arktype or another vendor.`,
    );
  }
  return schema;
}

/** Whether a schema describes itself as JSON Schema (valibot does so only through a package of its own). */
export function hasJsonSchema(value: unknown): value is StandardJsonSchema {
  const converter = standardOf(value)?.["jsonSchema"];
  return (
    typeof converter === "object" &&
    converter !== null &&
    "input" in converter &&
    typeof converter.input === "function" &&
    "output" in converter &&
    typeof converter.output === "function"
  );
}

function standardOf(value: unknown): Record<string, unknown> | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  if (!("~standard" in value)) return undefined;
  const standard = value["~standard"];
  return isRecord(standard) ? standard : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
