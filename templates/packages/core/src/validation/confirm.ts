import { agrees } from "./agreement.ts";
import { pointer } from "./issues.ts";
import { type Cuts, cutsOf, prune } from "./prune.ts";
import type { StandardResult, StandardSchema } from "./standard-schema.ts";
import type { Suspect } from "./suspects.ts";

/** What one request may cost, in values validated again. */
const MAX_WORK = 20_000;
const MIN_VALIDATIONS = 8;
const MAX_VALIDATIONS = 256;

/** A value that no schema accepts by accident: a key that does not mind it is not looked at. */
const nonsense = Symbol("nonsense");

type Result = StandardResult<unknown>;

/**
 * Which suspects make no difference: validating again without them, and again with nonsense in their place,
 * gives the same result. Groups are halved until that is so, within a budget; what is then undecided counts
 * as the schema declares it.
 */
export async function confirmSuspects(
  schema: StandardSchema,
  input: unknown,
  output: unknown,
  suspects: readonly Suspect[],
): Promise<Suspect[]> {
  // what is refused already shall not cost many validations more, only to be named exactly
  const most = output === undefined ? MIN_VALIDATIONS : MAX_VALIDATIONS;
  let budget = Math.max(MIN_VALIDATIONS, Math.min(most, Math.floor(MAX_WORK / countValues(input))));
  const repeated = await validate(schema, input);
  // a look-up inside the schema that has failed now says nothing about keys
  if (repeated === "threw") return suspects.filter(({ declared }) => declared);
  const again: Result = repeated;
  const first = !again.issues && output !== undefined ? { value: output } : again;

  async function makesNoDifference(cuts: Cuts): Promise<boolean> {
    for (const replacement of [undefined, nonsense]) {
      budget--;
      const changed = await validate(schema, prune(input, cuts, replacement));
      if (!sameOutcome(first, again, changed, cuts)) return false;
    }
    return true;
  }

  async function settle(group: readonly Suspect[]): Promise<Suspect[]> {
    if (budget < 2) return group.filter(({ declared }) => declared);
    if (await makesNoDifference(cutsOf(group))) return [...group];
    if (group.length === 1) return [];
    const middle = Math.ceil(group.length / 2);
    return [...(await settle(group.slice(0, middle))), ...(await settle(group.slice(middle)))];
  }

  return settle(suspects);
}

async function validate(schema: StandardSchema, input: unknown): Promise<Result | "threw"> {
  try {
    return await schema["~standard"].validate(input);
  } catch {
    return "threw";
  }
}

function sameOutcome(first: Result, again: Result, changed: Result | "threw", cuts: Cuts): boolean {
  if (changed === "threw") return false;
  if (first.issues || again.issues || changed.issues)
    return describeIssues(first) === describeIssues(changed);
  return agrees(first.value, again.value, changed.value, cuts);
}

function describeIssues({ issues = [] }: StandardResult<unknown>): string {
  return JSON.stringify(issues.map(({ path, message }) => [pointer("", path), message]).sort());
}

function countValues(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  let count = 1;
  for (const member of Object.values(value)) count += countValues(member);
  return count;
}
