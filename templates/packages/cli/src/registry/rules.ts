import { Buffer } from "node:buffer";

/** What one file, or the environment, says of registries. */
export interface RegistryRules {
  readonly registry?: string;
  /** `@acme` and its registry. */
  readonly scopes: ReadonlyMap<string, string>;
  /** `//host/path/` and the value of the `Authorization` header for what is below it. */
  readonly credentials: ReadonlyMap<string, string>;
}

export const withSlash = (url: string): string => (url.endsWith("/") ? url : `${url}/`);

/** `Basic` of a user and a password. */
export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

/** The key of credentials for what is below a URL. */
export const credentialKey = (url: string): string => withSlash(url.replace(/^https?:/, ""));
