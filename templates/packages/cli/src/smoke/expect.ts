import { excerpt, printable } from "../terminal/text.ts";
import { Finding } from "./check.ts";
import type { Answer } from "./http.ts";

const excerptLength = 160;

/** @throws {Finding} when the status is another one */
export function expectStatus(answer: Answer, status: number): string {
  if (answer.status !== status) throw new Finding(`expected ${status}, got ${shown(answer)}`);
  return String(status);
}

/** An error as RFC 9457 has it, with that status. @throws {Finding} when it is something else */
export function expectProblem(answer: Answer, status: number): string {
  expectStatus(answer, status);
  if (essence(answer) !== "application/problem+json") {
    throw new Finding(
      `expected ${status} as application/problem+json, got ${essence(answer) || "no content type"}`,
    );
  }
  return `${status} application/problem+json`;
}

/** A 401 that says how to authenticate (RFC 9110 §11.6.1). */
export function expectChallenge(answer: Answer): string {
  expectProblem(answer, 401);
  const challenge = answer.headers["www-authenticate"];
  if (!challenge) throw new Finding("expected 401 with WWW-Authenticate, got 401 without a challenge");
  return `401 ${challenge}`;
}

/** An answer in a few words: its status, and the beginning of its body. */
export function shown(answer: Answer): string {
  const body = printable(answer.text).replace(/\s+/g, " ").trim();
  return body === "" ? String(answer.status) : `${answer.status} ${excerpt(body, excerptLength)}`;
}

/** The body as an object; empty where it is something else. */
export function members(answer: Answer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(answer.text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : {};
  } catch {
    return {};
  }
}

function essence(answer: Answer): string {
  return (answer.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}
