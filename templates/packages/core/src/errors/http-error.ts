import { statusTitles } from "../http/status.ts";

/** The members of an RFC 9457 problem that a caller may set; more members are sent as they are. */
export interface Problem {
  type?: string;
  title?: string;
  detail?: string;
  instance?: string;
  [member: string]: unknown;
}

/** An answer by way of an exception: it leaves the app as `application/problem+json` (RFC 9457). */
export class HttpError extends Error {
  override readonly name: string = "HttpError";
  readonly status: number;
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param status 400 to 599
   * @param problem a detail for the reader, or members of the problem
   * @throws RangeError when `status` is no error status
   */
  constructor(
    status: number,
    problem: string | Problem = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw new RangeError(`HttpError takes a status from 400 to 599, not ${status}.`);
    }
    const members = typeof problem === "string" ? { detail: problem } : problem;
    super(members.detail ?? members.title ?? statusTitles[status] ?? `HTTP ${status}`);
    this.status = status;
    this.problem = members;
    this.headers = headers;
  }
}

type Members = string | Problem;
type Fields = Readonly<Record<string, string>>;

/** 400 */
export class BadRequestError extends HttpError {
  override readonly name = "BadRequestError";
  constructor(problem?: Members, headers?: Fields) {
    super(400, problem, headers);
  }
}

/** 401; give a `www-authenticate` header (RFC 9110 §11.6.1). */
export class UnauthorizedError extends HttpError {
  override readonly name = "UnauthorizedError";
  constructor(problem?: Members, headers?: Fields) {
    super(401, problem, headers);
  }
}

/** 403 */
export class ForbiddenError extends HttpError {
  override readonly name = "ForbiddenError";
  constructor(problem?: Members, headers?: Fields) {
    super(403, problem, headers);
  }
}

/** 404 */
export class NotFoundError extends HttpError {
  override readonly name = "NotFoundError";
  constructor(problem?: Members, headers?: Fields) {
    super(404, problem, headers);
  }
}

/** 405; give an `allow` header (RFC 9110 §15.5.6). */
export class MethodNotAllowedError extends HttpError {
  override readonly name = "MethodNotAllowedError";
  constructor(problem?: Members, headers?: Fields) {
    super(405, problem, headers);
  }
}

/** 408 */
export class RequestTimeoutError extends HttpError {
  override readonly name = "RequestTimeoutError";
  constructor(problem?: Members, headers?: Fields) {
    super(408, problem, headers);
  }
}

/** 409 */
export class ConflictError extends HttpError {
  override readonly name = "ConflictError";
  constructor(problem?: Members, headers?: Fields) {
    super(409, problem, headers);
  }
}

/** 413 */
export class PayloadTooLargeError extends HttpError {
  override readonly name = "PayloadTooLargeError";
  constructor(problem?: Members, headers?: Fields) {
    super(413, problem, headers);
  }
}

/** 415 */
export class UnsupportedMediaTypeError extends HttpError {
  override readonly name = "UnsupportedMediaTypeError";
  constructor(problem?: Members, headers?: Fields) {
    super(415, problem, headers);
  }
}

/** 422; `errors` in the problem lists `{path, message}`. */
export class ValidationError extends HttpError {
  override readonly name = "ValidationError";
  constructor(problem?: Members, headers?: Fields) {
    super(422, problem, headers);
  }
}

/** 429; give `retry-after` where it is known. */
export class TooManyRequestsError extends HttpError {
  override readonly name = "TooManyRequestsError";
  constructor(problem?: Members, headers?: Fields) {
    super(429, problem, headers);
  }
}

/** 431 (RFC 6585 §5) */
export class RequestHeaderFieldsTooLargeError extends HttpError {
  override readonly name = "RequestHeaderFieldsTooLargeError";
  constructor(problem?: Members, headers?: Fields) {
    super(431, problem, headers);
  }
}

/** 500 */
export class InternalError extends HttpError {
  override readonly name = "InternalError";
  constructor(problem?: Members, headers?: Fields) {
    super(500, problem, headers);
  }
}
