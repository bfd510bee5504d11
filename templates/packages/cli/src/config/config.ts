import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { nearest } from "../nearest.ts";
import { ToolError } from "../tool-error.ts";
import { findFaults, type Schema } from "./schema.ts";

export interface Endpoint {
  readonly method: string;
  readonly path: string;
}

export interface WriteEndpoint extends Endpoint {
  /** A body that the route accepts. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The route's body cap. Default 65536. */
  readonly bodyLimitBytes?: number;
}

export interface FetchEndpoint extends Endpoint {
  /** The field of the body that carries the URL. */
  readonly field: string;
}

/** An insecure setting, and the boot guard that must refuse it. */
export interface Refusal {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly guard: string;
}

export interface SmokeConfig {
  readonly start: readonly string[];
  readonly app: string;
  readonly config: string;
  /** What stands in front of the app is the platform itself, whose forwarded headers need no decision. Default false. */
  readonly platform?: boolean;
  readonly health: string;
  /** The environment variable that holds a token which may do all of it. Without it tokens are signed for the one run. */
  readonly token?: string;
  readonly secured: Endpoint;
  readonly write: WriteEndpoint;
  readonly fetch?: FetchEndpoint;
  readonly refusals: readonly Refusal[];
}

/** How the app takes access tokens: JWTs, with the keys and the issuer that the `JWT_*` variables name. */
export interface JwtConfig {
  /** The issuer of development tokens, which the app knows too. */
  readonly developmentIssuer: string;
  /** Whom tokens are meant for, unless `JWT_AUDIENCE` says otherwise. */
  readonly audience: string;
}

export interface OpenAPIConfig {
  /** `daloy openapi` writes and checks `openapi.yaml` too. Default false. */
  readonly yaml?: boolean;
}

/** A finding that is let pass, for a reason and for a time. `verify` says what of it is missing or past. */
export interface Waiver {
  readonly gate: string;
  /** Only this rule of the gate. */
  readonly rule?: string;
  /** Only this locked package in this version, `name@version`. */
  readonly package?: string;
  /** Only this file, or what is below it when it ends in `/`. */
  readonly file?: string;
  readonly reason?: string;
  /** The last day on which it counts, `YYYY-MM-DD`. */
  readonly expires?: string;
}

export interface VerifyConfig {
  readonly waivers?: readonly Waiver[];
}

/** Who let a package into the project, when, and why. `verify` says what of it is missing. */
export interface Approval {
  readonly by?: string;
  /** `YYYY-MM-DD` */
  readonly on?: string;
  readonly why?: string;
  /** What is odd about it and was looked into: rules of the gate `dependencies`. */
  readonly acknowledged?: readonly string[];
}

export interface DependenciesConfig {
  /** By the package's name; one of JSR is `jsr:@scope/name`. */
  readonly approved?: Readonly<Record<string, Approval>>;
  /** The packages whose install scripts somebody has read, by name. */
  readonly installScripts?: Readonly<Record<string, Pick<Approval, "by" | "on" | "why">>>;
}

/** A license that was found by a person, where a package does not say it. */
export interface ReadLicense {
  /** An SPDX expression. */
  readonly license: string;
  readonly why: string;
}

export interface LicensesConfig {
  /** SPDX identifiers that packages may have, instead of the default list. */
  readonly allow?: readonly string[];
  /** SPDX identifiers that packages may have besides, which are for development alone. */
  readonly allowInDevelopment?: readonly string[];
  /** By `name` or `name@version`. */
  readonly packages?: Readonly<Record<string, ReadLicense>>;
}

/** `daloy.config.json`. Its schema is `daloy.config.schema.json` in this package. */
export interface Config {
  readonly $schema?: string;
  readonly smoke?: SmokeConfig;
  readonly openapi?: OpenAPIConfig;
  readonly jwt?: JwtConfig;
  /** What a token of `daloy token`, and of the smoke test, may do. */
  readonly scopes?: readonly string[];
  readonly verify?: VerifyConfig;
  readonly dependencies?: DependenciesConfig;
  readonly licenses?: LicensesConfig;
}

export const configFile = "daloy.config.json";

/** @throws {ToolError} when the file is missing, is no JSON, or has faults: all of them at once, each with its fix */
export async function loadConfig(directory: string): Promise<Config> {
  const text = await readConfigFile(directory);
  const document = parseJson(text);
  assertConfig(document, await loadSchema());
  return document;
}

/** The schema is the one judge of the shape; `Config` says the same in types. */
function assertConfig(document: unknown, schema: Schema): asserts document is Config {
  const faults = findFaults(schema, document, nearest);
  if (faults.length === 0) return;
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  throw new ToolError(
    `${configFile} has ${count}.\n${faults.map(({ path, message, fix }) => `  ${path} ${message}. ${fix}`).join("\n")}`,
    `Mend ${faults.length === 1 ? "it" : "them"} in ${configFile}.`,
  );
}

/** The section of one command. @throws {ToolError} when the file has none */
export function smokeSection(config: Config): SmokeConfig {
  if (config.smoke !== undefined) return config.smoke;
  throw new ToolError(
    `${configFile} has no "smoke" section.`,
    "Add it: the schema that $schema names describes it.",
  );
}

/** The schema's own file, so that the editor and the tool never disagree. */
export async function loadSchema(): Promise<Schema> {
  return JSON.parse(await readFile(new URL("../../daloy.config.schema.json", import.meta.url), "utf8"));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new ToolError(`${configFile} is no JSON: ${words}`, "Mend its syntax.");
  }
}

async function readConfigFile(directory: string): Promise<string> {
  try {
    return await readFile(join(directory, configFile), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new ToolError(`There is no ${configFile} here.`, "Run daloy in the project's root directory.");
    }
    throw error;
  }
}
