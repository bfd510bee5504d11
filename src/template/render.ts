import type { Answers } from "../answers/answers.ts";
import { CreateError } from "../errors.ts";
import type { Overlay } from "../overlay/load-overlays.ts";
import { classify, modeOf } from "./classify.ts";
import { codeOwnersPath, setCodeOwner } from "./code-owners.ts";
import { combine } from "./combine.ts";
import { dockerValuesOf } from "./docker-values.ts";
import { developmentEnv, type SecretSource, setVariable } from "./env-file.ts";
import type { Layer, LayerStore } from "./load.ts";
import type { Part } from "./merge-json.ts";
import { orderPackageJson } from "./package-json.ts";
import { slugOf } from "./slug.ts";
import { substitute, type TemplateValues } from "./substitute.ts";
import { templateError } from "./template-error.ts";
import { isText } from "./text.ts";
import type { Tree, TreeFile } from "./tree.ts";

/**
 * Renders a project: stacks the layers that the answers name, fills in the values that vary, and adds the vendored
 * packages and an organisation's layers. Pure: the same store, answers and tokens give the same bytes.
 *
 * @throws {CreateError} `template-invalid` when layers contradict each other, `template-missing` when this build has
 *   no layer for an answer.
 */
export function renderTree(
  store: LayerStore,
  answers: Answers,
  secrets: SecretSource,
  overlays: readonly Overlay[] = [],
): Tree {
  const { name, packageManager } = answers;
  const values = {
    name,
    packageManager,
    version: store.version,
    slug: slugOf(name),
    ...dockerValuesOf(answers),
  };
  const files = new Map<string, Uint8Array>(store.vendor);
  for (const [path, content] of stackLayers(store, answers, values, overlays)) files.set(path, content);

  const example = files.get(".env.example");
  if (example) {
    const text = setTrustProxy(decode(".env.example", example), answers.proxy);
    files.set(".env.example", encode(text));
    files.set(".env", encode(developmentEnv(text, secrets)));
  }

  const owners = files.get(codeOwnersPath);
  if (owners)
    files.set(codeOwnersPath, encode(setCodeOwner(decode(codeOwnersPath, owners), answers.codeOwner)));

  const tree = new Map<string, TreeFile>();
  for (const path of [...files.keys()].sort()) {
    const content = files.get(path) ?? new Uint8Array();
    tree.set(path, { content, mode: modeOf(path, content), class: classify(path) });
  }
  return tree;
}

/** Writes the answer to `--proxy` into `.env.example`; `unset` leaves the line as it is. */
function setTrustProxy(example: string, proxy: Answers["proxy"]): string {
  return proxy === "unset" ? example : setVariable(example, "TRUST_PROXY", proxy);
}

/** The layers of a project, from the bottom of the stack to its top. */
function layerNames(store: LayerStore, answers: Answers): string[] {
  // What a runtime needs for one answer only, such as a parameter of its deployment.
  const details = [answers.auth, answers.rateLimit].map((answer) => `runtime/${answers.runtime}-${answer}`);
  return [
    "app",
    `auth/${answers.auth}`,
    `rate-limit/${answers.rateLimit}`,
    answers.example ? "example" : "starter",
    `runtime/${answers.runtime}`,
    ...details.filter((name) => store.layers.has(name)),
    `package-manager/${answers.packageManager}`,
    ...(answers.docker ? ["docker/shared", `docker/${answers.runtime}`] : []),
    ...(answers.ci ? ["ci/github", `ci/github-${answers.packageManager}`] : []),
  ];
}

function stackLayers(
  store: LayerStore,
  answers: Answers,
  values: TemplateValues,
  overlays: readonly Overlay[],
): Map<string, Uint8Array> {
  const versions = new Map<string, Version[]>();
  for (const layer of layerNames(store, answers)) {
    for (const [path, content] of requireLayer(store, layer)) {
      if (path.startsWith("vendor/"))
        throw templateError(`The layer "${layer}" gives ${path}: vendor/ is not its own.`);
      versions.set(path, [...(versions.get(path) ?? []), { layer, content }]);
    }
  }
  for (const { text, files } of overlays) {
    for (const [path, content] of files)
      versions.set(path, [...(versions.get(path) ?? []), { layer: text, content, overlay: true }]);
  }
  const files = new Map<string, Uint8Array>();
  for (const [path, parts] of versions) files.set(path, renderFile(path, parts, values));
  return files;
}

/** What one layer gives for a path. */
interface Version {
  readonly layer: string;
  readonly content: Uint8Array;
  /** It is an organisation's: taken as it is, and at fault where it contradicts the template. */
  readonly overlay?: true;
}

function renderFile(path: string, versions: readonly Version[], values: TemplateValues): Uint8Array {
  try {
    return combineVersions(path, versions, values);
  } catch (error) {
    const overlay = versions.find((version) => version.overlay);
    if (overlay === undefined || !(error instanceof CreateError)) throw error;
    throw new CreateError("overlay-clash", `The overlay ${overlay.layer} cannot be added. ${error.message}`, {
      fix: `An overlay adds and replaces nothing: take ${path} out of it, or what clashes, and change the project once it is made.`,
      cause: error,
    });
  }
}

function combineVersions(path: string, versions: readonly Version[], values: TemplateValues): Uint8Array {
  const [first, ...others] = versions;
  if (first && others.length === 0 && !isText(first.content)) return first.content;
  const parts: Part[] = versions.map(({ layer, content, overlay }) => ({
    layer,
    text: overlay ? decode(path, content) : substitute(path, decode(path, content), values),
  }));
  const text = parts.length > 1 ? combine(path, parts) : (parts[0]?.text ?? "");
  return encode(path === "package.json" ? orderPackageJson(text) : text);
}

function requireLayer(store: LayerStore, name: string): Layer {
  const layer = store.layers.get(name);
  if (layer) return layer;
  throw new CreateError("template-missing", `This build of create-daloy has no templates for "${name}".`, {
    fix: "Run `create-daloy --list` for what it can make.",
  });
}

function decode(path: string, content: Uint8Array): string {
  if (!isText(content)) throw templateError(`${path} is not text, so it cannot be merged.`);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(content);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
