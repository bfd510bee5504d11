import { HeaderList } from "../http/header-list.ts";
import type { EngineResponse } from "../http/response.ts";
import { statusTitles } from "../http/status.ts";
import { HttpError, InternalError } from "./http-error.ts";

const typePrefix = "https://daloyjs.dev/errors/";

/** The stable URI of a problem type: the reason phrase as a slug, `…/content-too-large`. */
export function problemType(status: number): string {
  const title = statusTitles[status];
  return title ? typePrefix + title.toLowerCase().replaceAll(" ", "-") : "about:blank";
}

/**
 * An error as an RFC 9457 response. What is not an `HttpError` is a 500 that says nothing of its cause.
 *
 * @param redact in production: the detail of a 5xx, and every member but the standard ones, is left out
 */
export function problemResponse(
  error: unknown,
  requestId: string,
  redact: boolean,
  baseHeaders: readonly string[],
): EngineResponse {
  const http =
    error instanceof HttpError ? error : new InternalError(redact ? {} : { detail: messageOf(error) });
  const { status } = http;
  const { type, title, detail, instance, ...rest } = http.problem;
  const hidden = redact && status >= 500;
  const body: Record<string, unknown> = {
    type: type ?? problemType(status),
    title: title ?? statusTitles[status] ?? "Error",
    status,
  };
  if (detail !== undefined && !hidden) body["detail"] = detail;
  body["instance"] = instance ?? `urn:request:${requestId}`;
  if (!hidden) for (const [key, value] of Object.entries(rest)) if (key !== "status") body[key] = value;

  const headers = new HeaderList(baseHeaders.slice());
  headers.setTrusted("content-type", "application/problem+json");
  headers.setTrusted("cache-control", "no-store");
  for (const [name, value] of Object.entries(http.headers)) headers.set(name, value);
  return { status, headers, body: JSON.stringify(body) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "A value that is not an Error was thrown.";
}
