import type { AppModules } from "../project/modules.ts";

/** What an app says of itself without running. */
export interface Description {
  /** The OpenAPI document. */
  readonly document: Readonly<Record<string, unknown>>;
  /** The same as YAML. */
  readonly yaml: string;
  readonly app: AppDescription;
  /** What `runContractTests` found, when it was asked. */
  readonly contract?: readonly ContractIssue[];
}

export interface ContractIssue {
  readonly level: "error" | "warning";
  /** `GET /books/:id` */
  readonly route: string;
  readonly message: string;
}

/** What `app.introspect()` tells. */
export interface AppDescription {
  readonly routes: readonly RouteDescription[];
  readonly limits: AppLimits;
  /** The boot guards that the app does without, with the reasons. */
  readonly waivers: Readonly<Record<string, string>>;
}

export interface RouteDescription {
  readonly method: string;
  readonly path: string;
  readonly operationId?: string;
  readonly tags: readonly string[];
  readonly auth?: "public" | { readonly scheme: string; readonly scopes?: readonly string[] };
  /** The security schemes that hooks really enforce. */
  readonly enforced: readonly string[];
  readonly authorize?: "check" | "any";
  readonly bodyLimitBytes: number;
  /** The media types that the body may have, where there is one. */
  readonly consumes?: readonly string[];
  readonly hooks: readonly string[];
  /** Made by the framework: health, readiness, metrics. */
  readonly builtIn: boolean;
}

export interface AppLimits {
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  readonly maxHeaderCount: number;
  readonly jsonMaxDepth: number;
  readonly jsonMaxKeys: number;
}

/** What the describing program is told on its command line, as JSON. */
export interface DescribeTask extends AppModules {
  /** The URL of the project's own `@daloyjs/core/openapi`. */
  readonly openapi: string;
  /** The URL of the project's own `@daloyjs/core/contract`, when the contract is to be judged. */
  readonly contract?: string;
  /** The file to write the {@link Description} to: the app may print what it likes. */
  readonly output: string;
}
