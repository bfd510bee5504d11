import { type DataValue, entriesAt, textAt, valueAt } from "../../syntax/data.ts";
import { parseJson } from "../../syntax/json.ts";
import { parseYaml } from "../../syntax/yaml.ts";
import type { GateContext } from "../../verify/gate.ts";
import { pinsOfDockerfile } from "./images.ts";
import { type Pin, versionIn } from "./pin.ts";
import type { RuntimeName, Schedule } from "./schedule.ts";
import { pinsOfWorkflow } from "./workflows.ts";

type ReadPins = (file: string, text: string, schedule: Schedule) => Pin[] | Promise<Pin[]>;

/** What runs in production first: the others are compared with it. */
const readers: readonly (readonly [file: RegExp, read: ReadPins])[] = [
  [/^(?:template|serverless)\.ya?ml$/, pinsOfLambda],
  [/(?:^|\/)(?:[\w-]+\.)?(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$/, pinsOfDockerfile],
  [/^\.(?:nvmrc|node-version)$/, pinsOfFile("node")],
  [/^\.bun-version$/, pinsOfFile("bun")],
  [/^\.dvmrc$|^\.deno-version$/, pinsOfFile("deno")],
  [/^\.tool-versions$/, pinsOfTools],
  [/^package\.json$/, pinsOfManifest],
  [/^\.github\/(?:workflows\/[^/]+|actions\/(?:.+\/)?action)\.ya?ml$/, pinsOfWorkflow],
];

/** Every place of a project that names the version of a runtime. */
export async function findPins(
  { files, readText }: Pick<GateContext, "files" | "readText">,
  schedule: Schedule,
): Promise<Pin[]> {
  const names = await files();
  const found = await Promise.all(
    readers.flatMap(([pattern, read]) =>
      names
        .filter((file) => pattern.test(file) && !/^tests?\//.test(file))
        .map(async (file) => read(file, (await readText(file)) ?? "", schedule)),
    ),
  );
  return found.flat();
}

function pinsOfFile(runtime: RuntimeName): ReadPins {
  return (file, text, schedule) => {
    const version = versionIn(text.trim(), schedule[runtime].lines);
    return version === undefined ? [] : [{ runtime, version, file, line: 1, kind: "runs" }];
  };
}

const tools: Readonly<Record<string, RuntimeName>> = {
  nodejs: "node",
  node: "node",
  bun: "bun",
  deno: "deno",
};

function pinsOfTools(file: string, text: string, schedule: Schedule): Pin[] {
  return text.split("\n").flatMap((line, index): Pin[] => {
    const [tool = "", written = ""] = line.trim().split(/\s+/);
    const runtime = Object.hasOwn(tools, tool) ? tools[tool] : undefined;
    const version = runtime && versionIn(written, schedule[runtime].lines);
    return runtime && version !== undefined
      ? [{ runtime, version, file, line: index + 1, kind: "runs" }]
      : [];
  });
}

const isRuntime = (name: string | undefined): name is RuntimeName =>
  name === "node" || name === "bun" || name === "deno";

async function pinsOfManifest(file: string, text: string): Promise<Pin[]> {
  const document = await parseJson(text);
  if ("fault" in document) return [];
  const pin = (runtime: string | undefined, value: DataValue | undefined, kind: Pin["kind"]): Pin[] =>
    isRuntime(runtime) && value?.text ? [{ runtime, version: value.text, file, line: value.line, kind }] : [];
  const wanted = valueAt(document, "devEngines", "runtime");
  return [
    ...entriesAt(document, "engines").flatMap(([name, value]) => pin(name, value, "admits")),
    ...(wanted === undefined ? [] : (wanted.items ?? [wanted])).flatMap((one) =>
      pin(textAt(one, "name"), valueAt(one, "version"), "admits"),
    ),
    ...pin("node", valueAt(document, "volta", "node"), "runs"),
  ];
}

/** Functions of SAM, CloudFormation and Serverless. */
async function pinsOfLambda(file: string, text: string): Promise<Pin[]> {
  const root = await parseYaml(text);
  const runtimes = [
    valueAt(root, "Globals", "Function", "Runtime"),
    valueAt(root, "provider", "runtime"),
    ...entriesAt(root, "Resources").map(([, resource]) => valueAt(resource, "Properties", "Runtime")),
    ...entriesAt(root, "functions").map(([, one]) => valueAt(one, "runtime")),
  ];
  return runtimes.flatMap((value): Pin[] => {
    const [, version] = /^nodejs(\d+)\.x$/.exec(value?.text ?? "") ?? [];
    return value && version !== undefined
      ? [{ runtime: "node", version, file, line: value.line, kind: "runs" }]
      : [];
  });
}
