import { randomBytes } from "node:crypto";
import { createApp } from "../src/app.ts";
import { type Config, loadConfig } from "../src/config.ts";
import { accessTokens, authEnvironment } from "./auth.ts";
import { rateLimitEnvironment } from "./rate-limit.ts";

const secret = () => randomBytes(48).toString("base64url");

/** `read` and `write` have the scopes of `src/scopes.ts`. */
export const tokens = { ...accessTokens, metrics: secret() };
export const adminPassword = secret();

/** What must be set. */
export const required: Readonly<Record<string, string>> = { ...authEnvironment, ...rateLimitEnvironment };

/** As `process.env` would be in production, with strong secrets. */
export const environment: Readonly<Record<string, string>> = {
  ...required,
  DALOY_ENV: "production",
  LOG_LEVEL: "silent",
  // Tests keep a processor busy, and would be refused for it.
  LOAD_SHEDDING: "off",
  METRICS_TOKEN: tokens.metrics,
  ADMIN_PASSWORD: adminPassword,
};

/** The configuration that an environment makes; `overrides` stand for variables. */
export function configFrom(overrides: Readonly<Record<string, string | undefined>> = {}): Config {
  const variables = new Map(Object.entries({ ...environment, ...overrides }));
  return loadConfig((name) => variables.get(name));
}

/** The real app as it runs in production. */
export function testApp(overrides: Readonly<Record<string, string | undefined>> = {}) {
  return createApp(configFrom(overrides));
}

export function bearer(value: string): Record<string, string> {
  return { authorization: `Bearer ${value}` };
}

/** A POST of JSON, by whoever holds the token. */
export function json(body: unknown, accessToken?: string): RequestInit {
  return {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(accessToken === undefined ? {} : bearer(accessToken)),
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
}

/** The members of a problem (RFC 9457) that tests look at. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

export async function problemOf(response: Response): Promise<Problem> {
  const problem: Problem = JSON.parse(await response.text());
  return problem;
}
