import type { Issue } from "./standard-schema.ts";

type PathItem = PropertyKey | { readonly key: PropertyKey };

/** What vendors put on an issue beyond the Standard Schema: the rule, without the value that broke it. */
interface VendorIssue {
  readonly message: string;
  readonly path?: readonly PathItem[] | undefined;
  readonly expected?: unknown;
  readonly received?: unknown;
  readonly kind?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
  readonly errors?: unknown;
  readonly keys?: unknown;
}

/** A JSON Pointer (RFC 6901) below `root`. */
export function pointer(root: string, path: readonly PathItem[] = []): string {
  let text = root;
  for (const item of path) {
    const key = typeof item === "object" ? item.key : item;
    text += `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
  }
  return text;
}

/**
 * A vendor's issues as this framework reports them: where, and which rule. Messages of valibot and arktype quote the
 * value that was sent, so theirs are made anew from what was expected.
 */
export function toIssues(vendor: string, root: string, issues: readonly VendorIssue[]): Issue[] {
  return issues.flatMap((issue) => {
    const path = pointer(root, issue.path);
    // zod's strict objects name all their unknown keys in one issue of the object
    if (issue.code !== "unrecognized_keys" || !Array.isArray(issue.keys)) {
      return { path, message: ruleOf(vendor, issue) };
    }
    return issue.keys.map((key: PropertyKey) => ({ path: pointer(path, [key]), message: "Unknown key" }));
  });
}

function ruleOf(vendor: string, issue: VendorIssue): string {
  if (vendor === "zod") return issue.message;
  if (vendor === "arktype") return `must be ${arktypeRule(issue)}`;
  if (typeof issue.expected === "string" && issue.expected !== "") return `Expected ${issue.expected}`;
  if (vendor !== "valibot" || issue.kind !== "validation") return "Invalid value";
  // a check without an expectation (`email`, `check`) says what it received, or carries the author's own words
  const quotes = typeof issue.received !== "string" || issue.message.includes(issue.received);
  return quotes ? `Invalid ${String(issue.type)}` : issue.message;
}

/** Only the parts of a union or an intersection keep to the rule: what they add up to quotes the value. */
function arktypeRule(issue: Pick<VendorIssue, "expected" | "errors" | "code">): string {
  if (Array.isArray(issue.errors)) {
    const rules = new Set(issue.errors.map(arktypeRule));
    return [...rules].join(issue.code === "union" ? " or " : " and ");
  }
  return typeof issue.expected === "string" && issue.expected !== "" ? issue.expected : "valid";
}
