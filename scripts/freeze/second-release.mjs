import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const secondVersion = "1.1.0";

/** Turns a copy of the package into the release after it, with one of each change that releases make. */
export function makeSecondRelease(folder, version) {
  const edit = (path, change) => {
    const before = readFileSync(join(folder, path), "utf8");
    const after = change(before);
    if (after === before) throw new Error(`${path} is not what this edit was made for.`);
    writeFileSync(join(folder, path), after);
  };
  const t = (path) => `templates/${path}`;

  edit("dist/create-daloy.js", (text) => text.replaceAll(`"${version}"`, `"${secondVersion}"`));
  for (const name of ["core", "cli"])
    edit(t(`packages/${name}/package.json`), (text) => text.replace(`"${version}"`, `"${secondVersion}"`));
  // The framework runtime.
  edit(t("packages/core/dist/index.js"), (text) => `${text}\nexport const release = "${secondVersion}";\n`);
  // A renamed file, and one that imports it.
  renameSync(
    join(folder, t("example/src/covers/fetch-cover.ts")),
    join(folder, t("example/src/covers/download-cover.ts")),
  );
  edit(
    t("example/src/covers/download-cover.ts"),
    (text) => `${text}\n// Covers are downloaded through the guarded fetch alone.\n`,
  );
  edit(t("example/src/covers/routes.ts"), (text) => text.replace("./fetch-cover.ts", "./download-cover.ts"));
  edit(t("example/test/covers.test.ts"), (text) =>
    text.replaceAll("fetch-cover.ts", "download-cover.ts").concat("\n// The second release's.\n"),
  );
  edit(t("releases.json"), (text) => {
    const rename = { from: "src/covers/fetch-cover.ts", to: "src/covers/download-cover.ts" };
    return JSON.stringify({ ...JSON.parse(text), renames: [rename] });
  });
  // A removed file.
  rmSync(join(folder, t("app/_editorconfig")));
  // A changed workflow.
  edit(t("ci/github/_github/workflows/codeql.yml"), (text) =>
    text
      .replaceAll(
        "8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2",
        "1111111111111111111111111111111111111111 # v4.37.0",
      )
      .replace("timeout-minutes: 30", "timeout-minutes: 20"),
  );
  // Bumped dependencies, a new script.
  edit(t("app/package.json"), (text) => {
    const manifest = JSON.parse(text);
    return JSON.stringify({
      ...manifest,
      scripts: { ...manifest.scripts, doctor: "daloy verify --fix" },
      dependencies: { zod: "4.7.0" },
    });
  });
  // A new guard: its setting, the line that applies it, the refusal that proves it.
  edit(t("app/_env.example"), (text) => `${text}\n# Whether /admin answers at all.\n# ADMIN_ENABLED=false\n`);
  edit(t("app/src/app.ts"), (text) =>
    text
      .replace("  app.healthcheck()", "  app.use(guardAdmin(config));\n\n  app.healthcheck()")
      .concat("\nfunction guardAdmin(_config: Config) {\n  return {};\n}\n"),
  );
  edit(t("app/daloy.config.json"), (text) => {
    const config = JSON.parse(text);
    config.smoke.refusals.push({ name: "open admin", env: { ADMIN_ENABLED: "true" }, guard: "open-admin" });
    return JSON.stringify(config);
  });
  // A new file, and words.
  writeFileSync(
    join(folder, t("app/src/limits.ts")),
    "/** Bytes that a body may have. */\nexport const maxBodyBytes = 65_536;\n",
  );
  edit(t("app/README.md"), (text) => text.replace("## The first five minutes", "## Five minutes"));
}
