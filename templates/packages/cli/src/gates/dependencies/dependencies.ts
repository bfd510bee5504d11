import type { Approval } from "../../config/config.ts";
import type { Finding, Gate, GateContext, Judgement } from "../../verify/gate.ts";
import { approvalOf, judgeApprovals } from "./approvals.ts";
import { type Oddities, oddities, youngestDays } from "./oddities.ts";
import { approvalKey, type Requested, requestedPackages } from "./requested.ts";

export const dependencies: Gate = {
  name: "dependencies",
  summary: "Every direct dependency was approved, and is no look-alike of a popular one",
  explanation: `Finds packages that package.json, deno.json, overrides or catalogs ask for, and that nobody approved in
daloy.config.json with a name, a day and a reason: \`daloy deps approve <name> --why "…"\` does. An approval is for the package,
not for a version.

And it finds names that are nearly those of popular packages: one letter away, with other separators, letters that look alike,
the words in another order, "js" or "node" added, or in a scope that is not the real one. A model that writes code invents such names,
and attackers publish what models invent. They need to be acknowledged besides being approved:
\`daloy deps approve <name> --why "…" --acknowledge look-alike\` (or scope).

With the network it asks the registry for what is not popular: a name that is not there, that was taken down, or that was first
published less than ${youngestDays} days ago (\`--acknowledge new\`). Invented names are registered by attackers soon after, and what is bad
about a package is mostly found in its first weeks.

The popular names are those of npm-high-impact, which the package holds (data/README.md). It does not know what a package does,
who publishes it, nor names of JSR; what dependencies ask for themselves is not approved one by one.`,
  async run(context) {
    const requested = await requestedPackages(context);
    if ("unreadable" in requested) return [unreadable(requested.unreadable)];
    const judged = await Promise.all(requested.map((one) => judge(one, context)));
    const silent = requested.filter((_, index) => judged[index]?.unchecked !== undefined);
    const [reason] = judged.flatMap(({ unchecked }) => unchecked ?? []);
    return {
      findings: [...judged.flatMap(({ findings }) => findings), ...(await judgeApprovals(context))],
      unchecked:
        reason === undefined
          ? []
          : [`When ${silent.map(({ name }) => name).join(", ")} first came out. ${reason}`],
    } satisfies Judgement;
  },
};

async function judge(one: Requested, { config, registry, now }: GateContext): Promise<Oddities> {
  const approval = approvalOf(config, approvalKey(one));
  const { findings, ...rest } = await oddities(one, registry, now);
  const open = findings.filter(({ rule }) => !acknowledges(approval, rule));
  return { ...rest, findings: approval === undefined && open.length === 0 ? [notApproved(one)] : open };
}

const acknowledges = (approval: Approval | undefined, rule: string): boolean =>
  approval?.acknowledged?.includes(rule) ?? false;

const notApproved = (one: Requested): Finding => ({
  file: one.file,
  line: one.line,
  rule: "not-approved",
  message: `${approvalKey(one)} is a dependency that nobody approved.`,
  why: "Every package can do what the project can, when it is installed and when it runs; adding one is a decision of a person.",
  fix: `Look at the package, then: daloy deps approve ${approvalKey(one)} --why "…"`,
});

const unreadable = (file: string): Finding => ({
  file,
  line: 1,
  rule: "unreadable",
  message: `${file} is no JSON, so nothing is known of the dependencies.`,
  why: "A package manager may read what a gate cannot.",
  fix: "Mend its syntax.",
});
