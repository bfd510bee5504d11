import { type DataValue, valueAt } from "../../syntax/data.ts";
import type { Finding } from "../../verify/gate.ts";
import { expressionsIn, type Inputs, strangersIn } from "./expressions.ts";
import { actionsFinding, type Job, type Step, type WorkflowFile } from "./workflow.ts";

/** Inputs of actions that are run as code. */
const scripts = /^(?:script|run|command|commands|cmd|inline-?script|inlinescript|code|args)$/i;

/** No text of a stranger's is put into a script. */
export function checkInjection(workflow: WorkflowFile): Finding[] {
  return workflow.jobs.flatMap((job) =>
    job.steps.flatMap((step) =>
      [
        ...(step.run ? [step.run] : []),
        ...[...step.with].flatMap(([name, value]) => (scripts.test(name) ? [value] : [])),
      ].flatMap((script) => checkScript(workflow, job, step, script)),
    ),
  );
}

function checkScript(workflow: WorkflowFile, job: Job, step: Step, script: DataValue): Finding[] {
  const written = workflow.text.slice(script.start, script.end);
  return expressionsIn(written).flatMap(({ start, code }) => {
    const [context] = strangeTexts(workflow, job, step, code);
    if (context === undefined) return [];
    const line = script.line + written.slice(0, start).split("\n").length - 1;
    return [actionsFinding(workflow, line, "script-injection", `${context} is put into a script.`)];
  });
}

/** A stranger's contexts in an expression, also by way of `env`. */
export function strangeTexts(workflow: WorkflowFile, job: Job, step: Step, code: string): string[] {
  const isFree = freeInputs(workflow);
  const through = [...code.matchAll(/(?<![\w.-])env\s*(?:\.\s*(\w+)|\[\s*'(\w+)'\s*\])/gi)].flatMap(
    ([written, dotted, quoted]) => {
      const value = environmentOf(workflow, job, step).get(dotted ?? quoted ?? "");
      const strange = expressionsIn(value ?? "").some((one) => strangersIn(one.code, isFree).length > 0);
      return strange ? [written] : [];
    },
  );
  return [...strangersIn(code, isFree), ...through];
}

/** The variables of a step, as they are written. */
export function environmentOf({ root }: WorkflowFile, job: Job, step: Step): ReadonlyMap<string, string> {
  const written = [root, job.value, step.value].flatMap((owner) => [
    ...(valueAt(owner, "env")?.entries ?? []),
  ]);
  return new Map(written.map(([name, { text = "" }]) => [name, text]));
}

/** Inputs without a type can hold anything; a number, a boolean and a fixed choice cannot. */
function freeInputs({ root }: WorkflowFile): Inputs {
  const declared = [
    valueAt(root, "on", "workflow_dispatch", "inputs"),
    valueAt(root, "on", "workflow_call", "inputs"),
  ].flatMap((inputs) => [...(inputs?.entries ?? [])]);
  const fixed = new Set(["boolean", "number", "choice", "environment"]);
  return (wanted) => {
    const types = declared
      .filter(([name]) => name.toLowerCase() === wanted)
      .map(([, of]) => valueAt(of, "type")?.text);
    return types.length === 0 || types.some((type) => !fixed.has(type ?? ""));
  };
}
