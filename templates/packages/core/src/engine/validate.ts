import { ValidationError } from "../errors/http-error.ts";
import { toIssues } from "../validation/issues.ts";
import type { Issue, StandardResult, StandardSchema } from "../validation/standard-schema.ts";
import { compileStrip, compileUnknownKeyCheck } from "../validation/unknown-keys.ts";
import type { RequestContext } from "./context.ts";
import { isThenable, type Step } from "./steps.ts";

/** A part of the request that is there before the body. */
export interface Part {
  readonly name: "params" | "query" | "headers";
  readonly schema: StandardSchema;
  read(context: RequestContext): unknown;
}

/** Validates params, query and headers together, so that one 422 names every fault. */
export function validateParts(parts: readonly Part[]): Step {
  return (context) => {
    let issues: Issue[] | undefined;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i];
      if (part === undefined) break;
      const result = part.schema["~standard"].validate(part.read(context));
      if (isThenable(result)) return takeLater(parts.slice(i), result, context, issues);
      issues = takePart(part, result, context, issues);
    }
    if (issues) throw invalid(issues);
    return undefined;
  };
}

type Validated = StandardResult<unknown>;

/** The rest of the parts, from the first whose schema is asynchronous; they are validated at the same time. */
async function takeLater(
  parts: readonly Part[],
  first: PromiseLike<Validated>,
  context: RequestContext,
  found: Issue[] | undefined,
): Promise<undefined> {
  const others = parts.slice(1).map((part) => validatePart(part, context));
  const results = await Promise.all([first, ...others]);
  let issues = found;
  for (const [index, part] of parts.entries()) {
    const result = results[index];
    if (result) issues = takePart(part, result, context, issues);
  }
  if (issues) throw invalid(issues);
}

/** What throws is one more promise: it must not leave those of the other parts behind, unheard. */
async function validatePart({ schema, read }: Part, context: RequestContext): Promise<Validated> {
  return schema["~standard"].validate(read(context));
}

/** Puts the schema's output into the context, or what is wrong with it to the issues that were found before. */
function takePart(
  part: Part,
  result: Validated,
  context: RequestContext,
  found: Issue[] | undefined,
): Issue[] | undefined {
  if (!result.issues) {
    context[part.name] = result.value;
    return found;
  }
  const issues = toIssues(part.schema["~standard"].vendor, `/${part.name}`, result.issues);
  return found ? [...found, ...issues] : issues;
}

/**
 * Validates the body and puts the schema's output into the context. Keys that the schema does not know are faults, or,
 * with `"strip"`, gone, also for vendors that would keep them.
 */
export function validateBody(
  schema: StandardSchema,
  unknownKeys: "reject" | "strip",
): (context: RequestContext, input: unknown) => unknown {
  const standard = schema["~standard"];
  const findUnknown = unknownKeys === "reject" ? compileUnknownKeyCheck(schema) : undefined;
  const strip = unknownKeys === "strip" ? compileStrip(schema) : undefined;

  function take(context: RequestContext, input: unknown, result: Validated): unknown {
    if (result.issues) {
      const issues = toIssues(standard.vendor, "/body", result.issues);
      if (!findUnknown) throw invalid(issues);
      return finish(issues, findUnknown(input, undefined));
    }
    context.body = strip ? strip(result.value) : result.value;
    return findUnknown ? finish([], findUnknown(input, result.value)) : undefined;
  }

  return (context, input) => {
    const result = standard.validate(input);
    if (!isThenable(result)) return take(context, input, result);
    return result.then((settled) => take(context, input, settled));
  };
}

function finish(issues: Issue[], unknown: Issue[] | Promise<Issue[]>): undefined | Promise<undefined> {
  if (isThenable(unknown)) return unknown.then((more) => finish(issues, more));
  const all = unknown.length === 0 ? issues : [...issues, ...prefixed(unknown, issues)];
  if (all.length > 0) throw invalid(all);
  return undefined;
}

/** The unknown keys below `/body`, without those that the vendor itself has reported. */
function prefixed(unknown: readonly Issue[], reported: readonly Issue[]): Issue[] {
  const known = new Set(reported.map((issue) => issue.path));
  return unknown
    .map(({ path, message }) => ({ path: `/body${path}`, message }))
    .filter((issue) => !known.has(issue.path));
}

/** A list of 30,000 faults fits into 64 KiB, and would be answered with megabytes. */
const mostErrors = 1000;

function invalid(issues: readonly Issue[]): ValidationError {
  const errors = issues.slice(0, mostErrors);
  return new ValidationError({ detail: "The request does not match the contract of this route.", errors });
}
