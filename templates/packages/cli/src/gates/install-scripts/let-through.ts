import type { Manager } from "../../project/manager.ts";
import { readSettings } from "../../protections/demand.ts";
import { type DataValue, valueAt } from "../../syntax/data.ts";
import type { GateContext } from "../../verify/gate.ts";

/** A package that the manager is told to run scripts of. */
export interface LetThrough {
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

type Place = readonly [file: string, ...path: string[]];

/** Where each manager lists the packages whose scripts it runs: names, or names with `true`. */
const places: Readonly<Record<Manager, readonly Place[]>> = {
  npm: [["package.json", "allowScripts"]],
  pnpm: [
    ["pnpm-workspace.yaml", "allowBuilds"],
    ["pnpm-workspace.yaml", "onlyBuiltDependencies"],
    ["package.json", "pnpm", "onlyBuiltDependencies"],
  ],
  yarn: [["package.json", "dependenciesMeta"]],
  bun: [["package.json", "trustedDependencies"]],
  deno: [
    ["deno.json", "allowScripts"],
    ["deno.json", "allowScripts", "allow"],
    ["deno.jsonc", "allowScripts"],
    ["deno.jsonc", "allowScripts", "allow"],
  ],
};

export async function letThrough(
  manager: Manager,
  context: Pick<GateContext, "readText">,
): Promise<readonly LetThrough[]> {
  const read = await Promise.all(
    places[manager].map(async ([file, ...path]) => {
      const value = valueAt(await readSettings(file, context), ...path);
      return namesIn(value).map(({ name, line }) => ({ file, line, name: nameOf(name) }));
    }),
  );
  return [...read.flat(), ...(manager === "deno" ? await denoCommands(context) : [])];
}

/** A list of names, or an object of names and `true`; Yarn says `{ "built": true }`. */
function namesIn(value: DataValue | undefined): { name: string; line: number }[] {
  if (value?.items) return value.items.map(({ text = "", line }) => ({ name: text, line }));
  return [...(value?.entries ?? [])].flatMap(([name, entry]) => {
    const allowed = entry.text === "true" || valueAt(entry, "built")?.text === "true";
    return allowed ? [{ name, line: entry.line }] : [];
  });
}

/** `npm:esbuild@0.28.2` is `esbuild`; a package may be let through in one version alone. */
const nameOf = (text: string): string => text.replace(/^npm:/, "").replace(/(?<=.)@.*$/, "");

/** `--allow-scripts` of a task: with names, or with none for all. */
async function denoCommands(context: Pick<GateContext, "readText">): Promise<LetThrough[]> {
  const read = await Promise.all(
    ["deno.json", "deno.jsonc", "package.json"].map(async (file) => {
      const tasks = valueAt(await readSettings(file, context), file === "package.json" ? "scripts" : "tasks");
      return [...(tasks?.entries ?? [])].flatMap(([, task]) => {
        const words = task.text ?? valueAt(task, "command")?.text ?? "";
        return [...words.matchAll(/--allow-scripts(?:=(\S+))?/g)].flatMap(([, names = "*"]) =>
          names.split(",").map((name) => ({ file, line: task.line, name: nameOf(name) })),
        );
      });
    }),
  );
  return read.flat();
}
