import { App } from "../../../templates/packages/core/src/app/app.ts";
import type { AppOptions } from "../../../templates/packages/core/src/app/options.ts";
import { createLogger } from "../../../templates/packages/core/src/logging/logger.ts";

export type LogLine = Record<string, unknown> & { level: string; msg?: string };

/** An app in production, where everything is at its strictest, and what it logs. */
export function loggedApp(options: AppOptions = {}): { app: App; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const logger = createLogger({ level: "trace", write: (line) => lines.push(JSON.parse(line)) });
  return { app: new App({ env: "production", logger, ...options }), lines };
}

export const quietApp = (options: AppOptions = {}): App =>
  new App({ env: "production", logger: false, ...options });

export const ok = { 200: { description: "OK" } };
export const hello = () => ({ status: 200 as const, body: "hello" });

/** A route that takes any JSON and gives it back. */
export function post(path: string, body: unknown): [string, RequestInit] {
  const headers = { "content-type": "application/json" };
  return [path, { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) }];
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  instance: string;
  errors?: { path: string; message: string }[];
}

export async function problemOf(response: Response | Promise<Response>): Promise<Problem> {
  return (await (await response).json()) as Problem;
}

/** Expected of every response, whatever happened. */
export const secureHeaderNames = [
  "content-security-policy",
  "strict-transport-security",
  "x-content-type-options",
  "x-frame-options",
  "referrer-policy",
  "permissions-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
];

export function later<T>(value: T, milliseconds = 1): Promise<T> {
  return new Promise((resolve) => setTimeout(() => resolve(value), milliseconds));
}
