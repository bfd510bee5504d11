import { type DataValue, entriesAt, textAt, valueAt } from "../../syntax/data.ts";
import { parseYaml } from "../../syntax/yaml.ts";
import { versionOfImage } from "./images.ts";
import { type Pin, versionIn } from "./pin.ts";
import type { RuntimeName, Schedule } from "./schedule.ts";

const setups: readonly (readonly [action: RegExp, input: string, runtime: RuntimeName])[] = [
  [/^actions\/setup-node@/, "node-version", "node"],
  [/^oven-sh\/setup-bun@/, "bun-version", "bun"],
  [/^denoland\/setup-deno@/, "deno-version", "deno"],
];

/** What workflows and actions of the project set up, and the images of their jobs. */
export async function pinsOfWorkflow(file: string, text: string, schedule: Schedule): Promise<Pin[]> {
  const root = await parseYaml(text);
  if (root === undefined) return [];
  const values = everything(root);
  const matrices = values.flatMap((value) => valueAt(value, "matrix") ?? []);
  return values.flatMap((value): Pin[] => {
    const uses = textAt(value, "uses");
    const setup = setups.find(([action]) => uses !== undefined && action.test(uses));
    const input = setup && valueAt(value, "with", setup[1]);
    if (setup && input)
      return given(input, matrices).flatMap((one) => pin(one, setup[2], file, schedule, one !== input));
    const container = valueAt(value, "container");
    const image = container === undefined ? undefined : (valueAt(container, "image") ?? container);
    const found = image?.text === undefined ? undefined : versionOfImage(image.text, schedule);
    return found && image ? [{ ...found, file, line: image.line, kind: "runs" }] : [];
  });
}

function pin(
  value: DataValue,
  runtime: RuntimeName,
  file: string,
  schedule: Schedule,
  tried: boolean,
): Pin[] {
  const version = versionIn(value.text ?? "", schedule[runtime].lines);
  if (version === undefined) return [];
  return [{ runtime, version, file, line: value.line, kind: tried ? "tests" : "runs" }];
}

/** The value, or those of the matrix that it names. */
function given(value: DataValue, matrices: readonly DataValue[]): readonly DataValue[] {
  const [, key] = /\$\{\{\s*matrix\.([\w-]+)\s*\}\}/.exec(value.text ?? "") ?? [];
  if (key === undefined) return [value];
  return matrices.flatMap((matrix) => [
    ...(valueAt(matrix, key)?.items ?? []),
    ...(valueAt(matrix, "include")?.items ?? []).flatMap((one) => valueAt(one, key) ?? []),
  ]);
}

function everything(value: DataValue): DataValue[] {
  const inside = [...entriesAt(value).map(([, entry]) => entry), ...(value.items ?? [])];
  return [value, ...inside.flatMap(everything)];
}
