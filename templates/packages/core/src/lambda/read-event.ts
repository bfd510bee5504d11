import { BadRequestError, type HttpError } from "../errors/http-error.ts";
import { assertHeader } from "../http/header-list.ts";
import { parseIp } from "../net/ip-address.ts";
import { escapePath, joinQuery } from "./target.ts";

/** Who sent an event, and so which shape its answer has. */
export type EventKind = "v1" | "v2" | "alb" | "alb-multi-value";

/** A request as an event says it. */
export interface EventRequest {
  readonly kind: EventKind;
  readonly method: string;
  /** Percent-encoded. */
  readonly path: string;
  readonly search: string;
  readonly host: string | undefined;
  /** Lower-case names; one entry for each line that the event tells apart. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly clientAddress: string | null;
  readonly body: string;
  readonly isBase64: boolean;
  /** What is wrong with the event, where it can still be answered. */
  readonly fault: HttpError | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads an event without believing anything of it: what is missing or of another type is a 400 for its sender.
 *
 * @throws TypeError when it is no HTTP event at all, such as one of a queue
 */
export function readEvent(event: unknown): EventRequest {
  const fields = asFields(event);
  const context = asFields(fields["requestContext"]);
  const http = asFields(context["http"]);
  const faults: string[] = [];
  const text = (value: unknown, what: string): string => {
    if (typeof value === "string") return value;
    faults.push(what);
    return "";
  };
  if (typeof http["method"] === "string") {
    const path = withoutStage(text(fields["rawPath"], "rawPath"), context);
    const cookies = listOf(fields["cookies"], "cookies", faults);
    const headers = headerLines({ single: fields["headers"], several: undefined }, faults);
    return complete({
      kind: "v2",
      method: http["method"],
      path,
      search: textOr(fields["rawQueryString"], "rawQueryString", faults),
      headers:
        cookies.length === 0
          ? headers
          : [...headers.filter(([name]) => name !== "cookie"), ["cookie", cookies.join("; ")]],
      clientAddress: http["sourceIp"],
      isDecoded: !/\.lambda-url\./.test(String(context["domainName"])),
      ...bodyOf(fields, faults),
      host: context["domainName"],
      faults,
    });
  }
  if (typeof fields["httpMethod"] !== "string" || !isFields(fields["requestContext"])) {
    throw new TypeError(
      "This is no HTTP event: expected one of API Gateway (payload 1.0 or 2.0), a Function URL or an Application Load Balancer. Give other triggers a function of their own.",
    );
  }
  const isBalancer = isFields(context["elb"]);
  const several = fields["multiValueHeaders"];
  const query = {
    single: fields["queryStringParameters"],
    several: fields["multiValueQueryStringParameters"],
  };
  const headers = headerLines({ single: fields["headers"], several }, faults);
  return complete({
    kind: isBalancer ? (isFields(several) ? "alb-multi-value" : "alb") : "v1",
    method: fields["httpMethod"],
    path: text(fields["path"], "path"),
    search: joinQuery(pairsOf(query, "queryStringParameters", faults), isBalancer ? "sent" : "decoded"),
    headers,
    isDecoded: fields["version"] === "1.0",
    clientAddress: isBalancer ? lastForwarded(headers) : asFields(context["identity"])["sourceIp"],
    ...bodyOf(fields, faults),
    host: context["domainName"],
    faults,
  });
}

interface Raw extends Omit<EventRequest, "host" | "clientAddress" | "fault"> {
  readonly host: unknown;
  readonly clientAddress: unknown;
  /** It comes from an HTTP API, which decodes the path. */
  readonly isDecoded: boolean;
  readonly faults: string[];
}

function complete({ faults, host, clientAddress, isDecoded, ...request }: Raw): EventRequest {
  if (!/^[A-Z]{1,20}$/.test(request.method)) faults.push("the method");
  if (/[\0-\x20\x7f-\uffff#]/.test(request.search)) faults.push("the query string");
  if (request.path !== "" && !request.path.startsWith("/")) faults.push("the path");
  const headers = request.headers.filter(([name, value]) => {
    const fits = isHeader(name, value);
    if (!fits) faults.push("a header");
    return fits;
  });
  const named = headers.find(([name]) => name === "host")?.[1];
  return {
    ...request,
    headers,
    path: escapePath(request.path === "" ? "/" : request.path, isDecoded),
    host: named ?? (typeof host === "string" ? host : undefined),
    clientAddress:
      typeof clientAddress === "string" && parseIp(clientAddress) !== undefined ? clientAddress : null,
    fault:
      faults.length === 0
        ? undefined
        : new BadRequestError(`The event is not well-formed: ${[...new Set(faults)].join(", ")}.`),
  };
}

function isHeader(name: string, value: string): boolean {
  try {
    assertHeader(name, value);
    return true;
  } catch {
    return false;
  }
}

/** The default endpoint of an HTTP API has its stage in the path, its own domains have not. */
function withoutStage(path: string, { stage, domainPrefix, apiId }: Fields): string {
  if (typeof stage !== "string" || stage === "$default" || domainPrefix !== apiId) return path;
  if (path === `/${stage}`) return "/";
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : path;
}

/** The address that a load balancer has seen: it appends it to what the client sent. */
function lastForwarded(headers: EventRequest["headers"]): string | undefined {
  const lines = headers.filter(([name]) => name === "x-forwarded-for").map(([, value]) => value);
  return lines.join(",").split(",").at(-1)?.trim();
}

function bodyOf(fields: Fields, faults: string[]): Pick<EventRequest, "body" | "isBase64"> {
  const body = textOr(fields["body"], "body", faults);
  const isBase64 = fields["isBase64Encoded"] ?? false;
  if (typeof isBase64 !== "boolean") faults.push("isBase64Encoded");
  if (isBase64 === true && !/^[A-Za-z0-9+/]*={0,2}$/.test(body)) {
    faults.push("body");
    return { body: "", isBase64: false };
  }
  return { body, isBase64: isBase64 === true };
}

interface MaybeSeveral {
  readonly single: unknown;
  readonly several: unknown;
}

function headerLines(from: MaybeSeveral, faults: string[]): [string, string][] {
  return pairsOf(from, "headers", faults).map(([name, value]) => [name.toLowerCase(), value]);
}

/** Name and value of each entry, from the map that tells several values apart where there is one. */
function pairsOf({ single, several }: MaybeSeveral, what: string, faults: string[]): [string, string][] {
  const map = isFields(several) ? several : (single ?? {});
  if (!isFields(map)) {
    faults.push(what);
    return [];
  }
  return Object.entries(map).flatMap(([name, value]) => {
    if (value === undefined || value === null) return [];
    const values = Array.isArray(value) ? listOf(value, what, faults) : [textOr(value, what, faults)];
    return values.map((one): [string, string] => [name, one]);
  });
}

function listOf(value: unknown, what: string, faults: string[]): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return value;
  faults.push(what);
  return [];
}

function textOr(value: unknown, what: string, faults: string[]): string {
  if (typeof value === "string") return value;
  if (value !== undefined && value !== null) faults.push(what);
  return "";
}

function asFields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
