import type { Manager } from "../project/manager.ts";
import type { DataFault, DataValue } from "../syntax/data.ts";
import { parseJson } from "../syntax/json.ts";
import { parseYamlDocuments } from "../syntax/yaml.ts";
import { readBun } from "./bun.ts";
import { readDeno } from "./deno.ts";
import { aliasOf } from "./identifier.ts";
import type { Lockfile, LockfileFault } from "./lockfile.ts";
import type { Manifest } from "./manifest.ts";
import { readNpm } from "./npm.ts";
import { readPnpm } from "./pnpm.ts";
import type { ReadFormat } from "./read-format.ts";
import { isBerry, readYarn } from "./yarn.ts";
import { readYarnClassic } from "./yarn-classic.ts";

interface Format {
  readonly manager: Manager;
  readonly parse: (text: string) => Promise<readonly DataValue[] | DataFault>;
  readonly read: ReadFormat;
}

const json = async (text: string): Promise<readonly DataValue[] | DataFault> => {
  const document = await parseJson(text);
  return "fault" in document ? document : [document];
};

function formatOf(file: string, text: string): Format | undefined {
  switch (file) {
    case "package-lock.json":
    case "npm-shrinkwrap.json":
      return { manager: "npm", parse: json, read: readNpm };
    case "pnpm-lock.yaml":
      return { manager: "pnpm", parse: parseYamlDocuments, read: readPnpm };
    case "yarn.lock":
      return isBerry(text)
        ? { manager: "yarn", parse: parseYamlDocuments, read: readYarn }
        : { manager: "yarn", parse: async () => [], read: readYarnClassic };
    case "bun.lock":
      return { manager: "bun", parse: json, read: readBun };
    case "deno.lock":
      return { manager: "deno", parse: json, read: readDeno };
    default:
      return undefined;
  }
}

/**
 * Reads a lockfile of any manager into one model.
 *
 * @param file its name; it says whose it is
 * @param manifest the project's own: Yarn and Deno do not lock what is for development apart
 */
export async function readLockfile(
  file: string,
  text: string,
  manifest: Manifest | undefined,
): Promise<Lockfile | LockfileFault> {
  const format = formatOf(file, text);
  if (format === undefined) {
    const message = `${file} is no lockfile whose format is known.`;
    return { file, line: 1, rule: "unsupported-format", message };
  }
  const documents = await format.parse(text);
  if ("fault" in documents) {
    const { line, fault } = documents;
    return { file, line, rule: "unreadable", message: `${file} cannot be read: ${fault}` };
  }
  const outcome = format.read({ text, documents, ...(manifest === undefined ? {} : { manifest }) });
  if ("unsupported" in outcome) {
    const said = outcome.unsupported === "" ? "of no version" : `of version ${outcome.unsupported}`;
    const message = `${file} is ${said}, which is not known.`;
    return { file, line: 1, rule: "unsupported-format", message };
  }
  const { manager } = format;
  // Deno does not lock the name that an alias has in the project
  const kinds = new Map(
    manifest?.requirements.flatMap(({ name, range, kind }) => [
      [name, kind] as const,
      ...(manager === "deno" ? [[aliasOf(range)?.name ?? name, kind] as const] : []),
    ]),
  );
  const direct =
    manager === "yarn" || manager === "deno"
      ? outcome.direct.map((one) => ({ ...one, kind: kinds.get(one.name) ?? one.kind }))
      : outcome.direct;
  return { file, manager, ...outcome, direct };
}
