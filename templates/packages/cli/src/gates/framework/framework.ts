import { readlink } from "node:fs/promises";
import { join, posix } from "node:path";
import { lockFile, readLock } from "../../framework/lock.ts";
import { upgradeCommand } from "../../framework/upgrade-command.ts";
import type { Finding, Gate, GateContext } from "../../verify/gate.ts";
import { hashFiles } from "./hashes.ts";
import { judgePublished } from "./published.ts";
import { misledSettings, resolutionsOf } from "./resolution.ts";

const packages = { "@daloyjs/core": "vendor/daloyjs-core", "@daloyjs/cli": "vendor/daloyjs-cli" };

export const framework: Gate = {
  name: "framework",
  summary: "The vendored runtime and tool are what was rendered, byte for byte",
  explanation: `Compares every file below vendor/daloyjs-core and vendor/daloyjs-cli with the hashes in ${lockFile}: what was changed,
what is missing, what was added, and links that lead out of it. And it looks where @daloyjs/core and @daloyjs/cli lead from every
folder of the project: into vendor/ and nowhere else, be it through node_modules, deno.json or the paths of tsconfig.json.

With the network it compares the hashes in the lock with those of the published create-daloy of the same version, so that an edit of
both a file and its hash is found; and it finds a version with a known advisory. Without the network, or for a version that is not
published, it says that it did not. It believes the registry that the project's package manager is set to.

It does not know of NODE_PATH, of loaders, or of a bundle that was built before.`,
  waits: true,
  async run(context) {
    const lock = await readLock(context);
    if (lock === undefined)
      return [found(lockFile, 1, "no-lock", "There are no hashes to compare the framework with.")];
    const judged = await Promise.all(
      Object.entries(packages).map(async ([name, folder]) => [
        ...(await compare(folder, lock.files, context)),
        ...(await lead(name, folder, context)),
      ]),
    );
    const settings = await misledSettings(context, packages);
    const project = await context.locked();
    const upgrade = upgradeCommand("manager" in project ? project.manager : "npm");
    const published = await judgePublished(lock, await context.registry(), upgrade);
    return {
      ...published,
      findings: [
        ...judged.flat(),
        ...settings.map(({ file, line, name, to }) =>
          found(file, line, "elsewhere", `${name} leads to ${to}, not to vendor/.`),
        ),
        ...published.findings,
      ],
    };
  },
};

async function compare(
  folder: string,
  lock: ReadonlyMap<string, string>,
  { directory }: GateContext,
): Promise<Finding[]> {
  const hashes = await hashFiles(directory, folder);
  const rendered = [...lock].filter(([path]) => path.startsWith(`${folder}/`));
  if (rendered.length === 0)
    return [found(lockFile, 1, "no-lock", `There is no hash of a file below ${folder}.`)];
  const known = new Set(rendered.map(([path]) => path));
  const unknown = [...hashes.keys()].filter((path) => !known.has(path));
  const extra = await Promise.all(
    unknown.map(async (path) => ((await isOwnBin(directory, folder, path, known)) ? [] : [path])),
  );
  return [
    ...rendered.flatMap(([path, hash]) => {
      const now = hashes.get(path);
      if (now === hash) return [];
      if (now === undefined) return [found(path, 1, "missing", "The file is missing.")];
      return [found(path, 1, "changed", "The file is not what was rendered.")];
    }),
    ...extra.flat().map((path) => found(path, 1, "extra", "The file was not rendered.")),
  ];
}

/** Yarn links the programs of a package that it links beside them: a link to what was rendered is nothing new. */
async function isOwnBin(
  directory: string,
  folder: string,
  path: string,
  known: ReadonlySet<string>,
): Promise<boolean> {
  if (posix.dirname(path) !== `${folder}/node_modules/.bin`) return false;
  const target = await readlink(join(directory, path)).catch(() => undefined);
  return target !== undefined && known.has(posix.join(posix.dirname(path), target.replaceAll("\\", "/")));
}

async function lead(name: string, folder: string, context: GateContext): Promise<Finding[]> {
  const resolutions = await resolutionsOf(name, folder, context);
  if (resolutions === "nowhere")
    return [found("package.json", 1, "elsewhere", `${name} leads nowhere: it is not installed.`)];
  return resolutions.map(({ link, to }) =>
    found(link, 1, "elsewhere", `${name} leads to ${to}, not to ${folder}.`),
  );
}

const found = (file: string, line: number, rule: string, message: string): Finding => ({
  file,
  line,
  rule,
  message,
  why: "The runtime holds the app's protections: what is changed in it, or runs in its place, no test of the project's looks at.",
  fix: fixes[rule] ?? restore,
});

const restore =
  "Take vendor/ back from version control, or run create-daloy in this folder with --replace-owned.";
const fixes: Readonly<Record<string, string>> = {
  "no-lock": `Take ${lockFile} back from version control (\`git checkout -- ${lockFile}\`).`,
  extra: "Remove it; code of the project belongs below src/.",
  elsewhere: "Remove it, and install again with the project's package manager.",
};
