import { chmod, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What a user did to a project since it was made. */
export type Edit = (directory: string) => Promise<void>;

const change =
  (path: string, edit: (text: string) => string): Edit =>
  async (directory) => {
    const at = join(directory, path);
    await writeFile(at, edit(await readFile(at, "utf8")));
  };
const write =
  (path: string, content: string | Uint8Array): Edit =>
  async (directory) => {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  };
const remove =
  (path: string): Edit =>
  (directory) =>
    rm(join(directory, path), { recursive: true });
const move =
  (from: string, to: string): Edit =>
  async (directory) => {
    await mkdir(dirname(join(directory, to)), { recursive: true });
    await rename(join(directory, from), join(directory, to));
  };
const all =
  (...edits: Edit[]): Edit =>
  async (directory) => {
    for (const edit of edits) await edit(directory);
  };

async function ownFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return paths.filter((path) => !/\/(vendor|\.daloy)\//.test(path));
}
const everyFile =
  (matching: RegExp, edit: (text: string) => string): Edit =>
  async (directory) => {
    for (const path of await ownFiles(directory))
      if (matching.test(path)) await writeFile(path, edit(await readFile(path, "utf8")));
  };

const binary = Uint8Array.from({ length: 300 }, (_, index) => (index * 7) % 256);
const mine = "export const mine = 1;\n";

/** What users do, by name. */
export const edits: Readonly<Record<string, Edit>> = {
  nothing: async () => {},
  "adds a route": all(
    write("src/orders/routes.ts", "export const orders = [];\n"),
    change(
      "src/routes.ts",
      (text) => `import { orders } from "./orders/routes.ts";\n${text}\nvoid orders;\n`,
    ),
  ),
  "adds dependencies and scripts": change("package.json", (text) => {
    const manifest = JSON.parse(text);
    Object.assign(manifest.dependencies, { pino: "9.9.9" });
    Object.assign(manifest.scripts, { seed: "node seed.js" });
    return `${JSON.stringify(manifest, undefined, 2)}\n`;
  }),
  "reformats the JSON": everyFile(/\.json$/, (text) => JSON.stringify(JSON.parse(text), undefined, "\t")),
  "puts package.json in another order": change("package.json", (text) =>
    JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()), undefined, 2),
  ),
  "has a CRLF checkout": everyFile(/\.(ts|json|md|yml|npmrc|example)$/, (text) =>
    text.replaceAll("\n", "\r\n"),
  ),
  "has a CRLF checkout and edits": all(
    everyFile(/\.(ts|json|md|yml)$/, (text) => text.replaceAll("\n", "\r\n")),
    change("src/app.ts", (text) => `// mine\r\n${text}`),
    change("src/routes.ts", (text) => `${text}// mine too\n`),
  ),
  "saves with a byte order mark": everyFile(/(app\.ts|README\.md|package\.json)$/, (text) => `\ufeff${text}`),
  "deletes tests and workflows": all(remove("test"), remove(".github")),
  "deletes a guard and the example": all(remove("src/app.ts"), remove("src/books")),
  "moves files": all(move("src/config.ts", "src/settings/config.ts"), move("src/app.ts", "src/main/app.ts")),
  "moved a file where the template moves it": move(
    "src/covers/fetch-cover.ts",
    "src/covers/download-cover.ts",
  ),
  "edits a file that the template moves": change("src/covers/fetch-cover.ts", (text) => `// mine\n${text}`),
  "has a file where the template moves one": write("src/covers/download-cover.ts", mine),
  "has a file where the template adds one": write("src/limits.ts", mine),
  "edits what the template removes": change(".editorconfig", (text) => `${text}# mine\n`),
  "edits the framework": change("vendor/daloyjs-core/dist/index.js", (text) => `${text}\n// mine\n`),
  "deletes a file of the framework": remove("vendor/daloyjs-core/package.json"),
  "puts binary files in place": all(write("README.md", binary), write("logo.png", binary)),
  "puts symlinks in place": all(
    move("src/covers", "shared/covers"),
    (directory) => symlink("../shared/covers", join(directory, "src/covers")),
    move("README.md", "docs/README.md"),
    (directory) => symlink("docs/README.md", join(directory, "README.md")),
  ),
  "puts a folder where a file was": all(remove("README.md"), write("README.md/index.md", "mine\n")),
  "left a conflict of git's": change("src/app.ts", (text) =>
    text.replace(
      "  app.healthcheck()",
      "<<<<<<< HEAD\n  app.mine()\n=======\n  app.healthcheck()\n>>>>>>> feature\n  app.yours()",
    ),
  ),
  "edits the lines that the template edits": all(
    change("README.md", (text) => text.replace("## The first five minutes", "## My first minutes")),
    change("src/app.ts", (text) => text.replace("  app.healthcheck()", "  app.mine().healthcheck()")),
    change(".github/workflows/codeql.yml", (text) =>
      text.replace("timeout-minutes: 30", "timeout-minutes: 5"),
    ),
    change("package.json", (text) => text.replace(/"zod": "[^"]+"/, '"zod": "3.0.0"')),
  ),
  "breaks the JSON": change("package.json", (text) => text.replace("{", "{ // mine\n,")),
  "edits a workflow": change(".github/workflows/codeql.yml", (text) =>
    text.replace("jobs:", "# mine\njobs:"),
  ),
  "comments everything": everyFile(/\.ts$/, (text) => text.replace(/\n\n/g, "\n// mine\n\n")),
  "makes files executable and private": all(
    (directory) => chmod(join(directory, "src/app.ts"), 0o755),
    (directory) => chmod(join(directory, "README.md"), 0o600),
  ),
  "loses the base": remove(".daloy/base.gz"),
  "tampers with the base": write(".daloy/base.gz", binary),
  "has sidecars of its own": all(
    write("src/app.ts.daloy-new", mine),
    change("src/app.ts", (text) => text.replace("  app.healthcheck()", "  app.mine()")),
  ),
};
