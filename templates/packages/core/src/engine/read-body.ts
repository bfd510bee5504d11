import { bodyTooLarge, byLimit } from "../errors/by-limit.ts";
import { BadRequestError, UnsupportedMediaTypeError } from "../errors/http-error.ts";
import { JsonError, type JsonErrorCode, safeJsonParse } from "../json/safe-json.ts";
import type { BodyMediaType } from "../route/route.ts";
import { parseQuery } from "../routing/query.ts";
import type { RequestContext } from "./context.ts";
import { waitFor } from "./steps.ts";

export interface BodyLimits {
  readonly bodyLimitBytes: number;
  readonly jsonMaxDepth: number;
  readonly jsonMaxKeys: number;
  readonly poisonedKeys: "strip" | "reject";
}

/** How the fields of a form become what the schema takes. */
type ReadForm = (fields: Record<string, string | string[]>) => unknown;

/**
 * Reads and parses the body: `Content-Length` is checked first, then the bytes are counted as they come. `undefined`
 * stands for a request without one. What is then made of it is handed in, because every further promise is on the path of
 * every write.
 *
 * @param take gets what was read; what it returns is the result
 * @throws HttpError 413 declared too large, 415 another media type or a content coding; the promise rejects with 400 malformed, 413 too large
 */
export function readBody(
  context: RequestContext,
  consumes: readonly BodyMediaType[],
  limits: BodyLimits,
  readForm: ReadForm,
  take: (context: RequestContext, input: unknown) => unknown,
): unknown {
  const request = context.engineRequest;
  const declared = request.header("content-length");
  if (declared !== undefined && Number(declared) > limits.bodyLimitBytes) {
    throw bodyTooLarge(limits.bodyLimitBytes);
  }
  const contentType = request.header("content-type");
  if (contentType === undefined && !request.hasBody()) return take(context, undefined);
  const type = acceptedType(contentType, consumes);
  const coding = request.header("content-encoding");
  if (coding !== undefined && coding.toLowerCase() !== "identity") {
    // RFC 7694 §3; to ignore it would be to read another body than whoever decodes it on the way
    throw new UnsupportedMediaTypeError("Send the body without a content coding.", {
      "accept-encoding": "identity",
    });
  }
  context.receiving = true;
  return waitFor(context, request.readBody(limits.bodyLimitBytes), (bytes) => {
    context.receiving = false;
    return take(context, parseBody(bytes, type, limits, readForm));
  });
}

/** The media type by its exact essence (RFC 9110 §8.3.1): `application/jsonx` and `text/plain;application/json` are not JSON. */
function acceptedType(contentType: string | undefined, consumes: readonly BodyMediaType[]): BodyMediaType {
  if (contentType === "application/json" && consumes.includes(contentType)) return contentType;
  if (contentType !== undefined) {
    const semicolon = contentType.indexOf(";");
    const essence = (semicolon === -1 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase();
    const charsetFits = semicolon === -1 || isUtf8(contentType.slice(semicolon));
    const found = consumes.find(
      (type) => type === essence || (type === "application/json" && structuredJson.test(essence)),
    );
    if (found !== undefined && charsetFits) return found;
  }
  const list = consumes.join(", ");
  throw new UnsupportedMediaTypeError(`Send the body as ${list}, in UTF-8.`, { accept: list });
}

/** RFC 6838 §4.2.8 */
const structuredJson = /^application\/[a-z0-9!#$&^_.+-]+\+json$/;

/** JSON is UTF-8 (RFC 8259 §8.1); a charset that says otherwise would be read wrongly. */
function isUtf8(parameters: string): boolean {
  const charset = /(?:^|;)\s*charset\s*=\s*"?([^";\s]*)/i.exec(parameters)?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
}

const decoder = new TextDecoder("utf-8", { fatal: true });

const jsonSettings: Partial<Record<JsonErrorCode, string>> = {
  depth: "jsonMaxDepth",
  keys: "jsonMaxKeys",
  poisoned: "poisonedKeys",
};

function parseBody(bytes: Uint8Array, type: BodyMediaType, limits: BodyLimits, readForm: ReadForm): unknown {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    throw new BadRequestError("The body is not valid UTF-8.");
  }
  if (type === "text/plain") return text;
  if (type === "application/x-www-form-urlencoded") return readForm(parseQuery(text));
  try {
    return safeJsonParse(text, {
      maxDepth: limits.jsonMaxDepth,
      maxKeys: limits.jsonMaxKeys,
      poisonedKeys: limits.poisonedKeys,
    });
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const refusal = new BadRequestError(error.message);
    const setting = jsonSettings[error.code];
    throw setting === undefined ? refusal : byLimit(refusal, setting);
  }
}
