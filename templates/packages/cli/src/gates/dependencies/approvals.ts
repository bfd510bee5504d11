import { type Approval, type Config, configFile } from "../../config/config.ts";
import { valueAt } from "../../syntax/data.ts";
import { parseJson } from "../../syntax/json.ts";
import type { Finding, GateContext } from "../../verify/gate.ts";

/** What may be odd about a package that is approved nevertheless. */
export const acknowledgeable = ["look-alike", "scope", "new"] as const;

/** The approval of a package; `undefined` where there is none. */
export function approvalOf({ dependencies }: Config, key: string): Approval | undefined {
  const approved = dependencies?.approved ?? {};
  return Object.hasOwn(approved, key) ? approved[key] : undefined;
}

/** The approvals that say too little. */
export async function judgeApprovals(context: GateContext): Promise<Finding[]> {
  const approved = Object.entries(context.config.dependencies?.approved ?? {});
  if (approved.length === 0) return [];
  const document = await parseJson((await context.readText(configFile)) ?? "{}");
  return approved.flatMap(([name, approval]) => {
    const missing = missingIn(approval, context.now);
    if (missing === undefined) return [];
    const entry = "fault" in document ? undefined : valueAt(document, "dependencies", "approved", name);
    return {
      file: configFile,
      line: entry?.line ?? 1,
      rule: "approval",
      message: `The approval of ${name} ${missing}.`,
      why: "An approval that nobody stands for, and for which there is no reason, is none.",
      fix: `Run \`daloy deps approve ${name} --why "…"\` again.`,
    };
  });
}

function missingIn({ by, on, why }: Approval, now: Date): string | undefined {
  if (!by?.trim()) return "does not say who gave it";
  if (!why?.trim()) return "gives no reason";
  const start =
    on !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(on) ? Date.parse(`${on}T00:00:00Z`) : Number.NaN;
  // `Date` takes the 30th of February for the 2nd of March.
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== on) return "has no day";
  // That day begins half a day earlier in the east.
  return start - 14 * 3_600_000 > now.getTime() ? `is of ${on}, which is to come` : undefined;
}
