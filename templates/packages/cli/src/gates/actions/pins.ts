import { type DataValue, valueAt } from "../../syntax/data.ts";
import type { Finding } from "../../verify/gate.ts";
import { actionsFinding, commentOf, type WorkflowFile } from "./workflow.ts";

/** Every action, reusable workflow and image that a job runs in is one that cannot change. */
export function checkPins(workflow: WorkflowFile): Finding[] {
  return workflow.jobs.flatMap(({ value, steps }) => {
    const container = valueAt(value, "container");
    const images = [valueAt(container, "image") ?? container, valueAt(value, "image")];
    return [
      ...[valueAt(value, "uses"), ...steps.map(({ uses }) => uses)].flatMap((uses) =>
        checkUses(workflow, uses),
      ),
      ...images.flatMap((image) => checkImage(workflow, image)),
    ];
  });
}

function checkUses(workflow: WorkflowFile, uses: DataValue | undefined): Finding[] {
  const text = uses?.text;
  if (uses === undefined || text === undefined || text.startsWith("./")) return [];
  if (text.startsWith("docker://")) return checkImage(workflow, uses);
  const [, ref = ""] = /@(.*)$/s.exec(text) ?? [];
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref))
    return [actionsFinding(workflow, uses.line, "unpinned", `${text} can change.`)];
  if (/(?:^|[\s=@/])v?\d+(?:\.\d+){0,2}(?![\w.]*\/)/.test(commentOf(workflow, uses))) return [];
  return [actionsFinding(workflow, uses.line, "no-version", `No version is written behind ${text}.`)];
}

function checkImage(workflow: WorkflowFile, image: DataValue | undefined): Finding[] {
  const text = image?.text;
  // An action's own Dockerfile is part of the project.
  if (!image || !text || /@sha256:[0-9a-f]{64}$/.test(text) || /^(?:\.\/)?Dockerfile$|^\.\//.test(text))
    return [];
  return [actionsFinding(workflow, image.line, "unpinned", `The image ${text} can change.`)];
}
