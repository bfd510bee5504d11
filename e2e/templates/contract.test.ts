import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { randomSecrets } from "../../src/random-secrets.ts";
import { build } from "../../test/support/build.ts";
import {
  linkDependencies,
  remove,
  renderProject,
  textOf,
  writeProject,
} from "../../test/templates/rendered-project.ts";
import { freePort } from "../support/processes.ts";

beforeAll(build, 120_000);

const run = promisify(execFile);

/** Two faults, in the last two routes. */
const loans = `import { type Hooks, route, routes } from "@daloyjs/core";
import { z } from "zod";

interface Principal { readonly name?: string; readonly scopes: readonly string[] }
declare module "@daloyjs/core" {
  interface Register { user: Principal }
}

export function loanRoutes(verify: Hooks) {
  const loan = { method: "GET", auth: { scheme: "bearer" }, hooks: verify, responses: { 200: { description: "Loans" } },
    request: { params: z.object({ reader: z.string() }) }, handler: () => ({ status: 200 as const }) } as const;
  return routes({
    own: route({ ...loan, path: "/loans/:reader", authorize: ({ user, params }) => user.scopes.includes(\`loans:\${params.reader}\`) }),
    all: route({ ...loan, path: "/all/:reader", authorize: { check: ({ user }) => user.scopes.includes("all"), hide: true } }),
    admin: route({ ...loan, path: "/admin/:reader", authorize: ({ user }) => user.admin }),
    misspelt: route({ ...loan, path: "/misspelt/:reader", authorize: ({ user, params }) => user.scopes.includes(params.name) }),
  });
}
`;

describe.each([
  [
    "the bookstore",
    true,
    ["Book", "BookList", "Cover", "CoverRequest", "NewBook", "Problem", "Status"],
    "Notes",
  ],
  ["the starter", false, ["Message", "Problem", "Status"], "Hi"],
])("the contract of %s", (_name, example, schemas, printed) => {
  let directory: string;
  let readme: string;

  const node = (args: string[], env = {}) =>
    run(process.execPath, args, { cwd: directory, env: { PATH: process.env["PATH"], ...env } });
  const daloy = (...args: string[]) => node(["vendor/daloyjs-cli/dist/daloy.js", ...args]);

  beforeAll(async () => {
    const tree = await renderProject({ example }, randomSecrets);
    readme = textOf(tree, "README.md");
    directory = await writeProject(tree);
    await linkDependencies(directory);
    await daloy("openapi");
  }, 120_000);
  afterAll(() => remove(directory));

  it("is written without a secret, with names for what is shared and words for every tag", async () => {
    const { info, components, tags } = JSON.parse(await readFile(join(directory, "openapi.json"), "utf8"));
    expect(info).toMatchObject({
      title: "@acme/shop-api",
      version: "0.1.0",
      license: { name: "Proprietary" },
    });
    expect(Object.keys(components.schemas)).toEqual(schemas);
    for (const tag of tags) expect(tag).toEqual({ name: tag.name, description: expect.any(String) });
  });

  it("is what the client of README.md is typed by, which works as it stands there", async () => {
    const { stdout: manifest } = await daloy("routes", "--manifest");
    await writeFile(join(directory, "routes.json"), manifest);
    const port = await freePort();
    const block = /```ts\n(import .+?)```/s.exec(readme)?.[1] ?? "";
    await writeFile(
      join(directory, "src/client.ts"),
      block.replace(":3000", `:${port}`).replace("./src/", "./"),
    );
    await node(["node_modules/typescript/bin/tsc"]);

    const token = (await daloy("token")).stdout.trim();
    const env = { PORT: String(port), PATH: process.env["PATH"], TOKEN: token };
    const server = spawn(process.execPath, ["build/src/server.js"], { cwd: directory, env });
    try {
      await once(server.stdout, "data");
      expect((await node(["build/src/client.js"], env)).stdout).toBe(`${printed}\n`);
      for (const path of ["/docs", "/openapi.json", "/openapi.yaml"]) {
        expect((await fetch(`http://127.0.0.1:${port}${path}`)).status, path).toBe(200);
      }
    } finally {
      server.kill();
      await once(server, "close");
    }
  }, 120_000);

  it("types authorize by the route's parameters and by the user that the project registers", async () => {
    await writeFile(join(directory, "src/loans.ts"), loans);
    const tsc = node(["node_modules/typescript/bin/tsc", "--noEmit", "--pretty", "false"]);
    const { stdout } = await tsc.catch((error: { stdout: string }) => error);
    expect(stdout.trim().split("\n")).toEqual([
      expect.stringMatching(/^src\/loans\.ts\(15,.+ 'admin' does not exist on type 'Principal'/),
      expect.stringMatching(/^src\/loans\.ts\(16,.+ 'name' does not exist on type '\{ reader: string; \}'/),
    ]);
    await rm(join(directory, "src/loans.ts"));
  }, 120_000);
});
