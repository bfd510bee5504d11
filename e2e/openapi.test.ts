import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { App } from "../templates/packages/core/src/app/app.ts";
import { serve } from "../templates/packages/core/src/node/serve.ts";
import type { OpenAPIDocument } from "../templates/packages/core/src/openapi/document.ts";
import { generateOpenAPI } from "../templates/packages/core/src/openapi/generate.ts";
import { openapiToYAML } from "../templates/packages/core/src/openapi/yaml.ts";
import { fetchCheckers, runChecker, workshop } from "./support/contract/checkers.ts";
import { libraryApp, token } from "./support/contract/library-app.ts";
import { runProgram } from "./support/processes.ts";

const work = join(workshop, "work");
let app: App;
let document: OpenAPIDocument;
let server: { port: number; close(): Promise<void> };

beforeAll(async () => {
  fetchCheckers();
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, "package.json"), '{ "type": "module" }');
  const valibot = await import(
    pathToFileURL(join(workshop, "node_modules/@valibot/to-json-schema/dist/index.mjs")).href
  );
  app = libraryApp((schema, typeMode) => valibot.toJsonSchema(schema, { typeMode })) as App;
  document = generateOpenAPI(app);
  writeFileSync(join(work, "openapi.json"), JSON.stringify(document));
  writeFileSync(join(work, "openapi.yaml"), openapiToYAML(document));
  server = await serve(app, { port: 0, hostname: "127.0.0.1" });
});

afterAll(() => server.close());

test.each(["openapi.json", "openapi.yaml"])("redocly finds nothing in %s", (file) => {
  const args = ["lint", "--extends", "recommended", "--format", "json", join(work, file)];
  const { status, stdout } = runChecker("redocly", args);
  expect(JSON.parse(stdout)).toMatchObject({ totals: { errors: 0, warnings: 0, ignored: 0 }, problems: [] });
  expect(status).toBe(0);
});

test("redocly does see a fault", () => {
  const { servers: _, ...broken } = document;
  writeFileSync(join(work, "broken.json"), JSON.stringify(broken));
  const args = ["lint", "--extends", "recommended", "--format", "json", join(work, "broken.json")];
  const { status, stdout } = runChecker("redocly", args);
  expect(JSON.parse(stdout).problems).toMatchObject([{ ruleId: "no-empty-servers" }]);
  expect(status).toBe(1);
});

test.each(["openapi.json", "openapi.yaml"])("openapi-schema-validator accepts %s", (file) => {
  const { status, stdout } = runChecker("validate-api", [join(work, file)]);
  expect(JSON.parse(stdout)).toEqual({ valid: true });
  expect(status).toBe(0);
});

test("hey-api generates a client that compiles and calls the app", async () => {
  const out = join(work, "hey");
  const args = ["-i", join(work, "openapi.json"), "-o", out, "-c", "@hey-api/client-fetch"];
  expect(runChecker("openapi-ts", args).status).toBe(0);
  const said = await compileAndRun(
    "hey-api.ts",
    `import { client } from "./hey/client.gen.js";
import { createBook, echoComment, echoLoan, echoReader, echoShape, echoShelf, getBook, getFile, listBooks, shout, signIn } from "./hey/sdk.gen.js";
import type { Book, NewBook } from "./hey/types.gen.js";
client.setConfig({ baseUrl: process.argv[2], auth: process.argv[3] });

const listed = await listBooks({ query: { limit: 1, kind: ["novel", "poetry"] }, headers: { "x-tenant": "a" } });
const found: Book | undefined = (await getBook({ path: { id: "3f0c5b1e-8a52-4c55-9b2f-6f7c1f0a2d11" } })).data;
const missing = await getBook({ path: { id: "00000000-0000-0000-0000-000000000000" } });
const body: NewBook = { title: "Persuasion", author: { name: "Jane Austen" }, kind: "novel" };
const made = await createBook({ body });
const refused = await createBook({ body: { ...body, title: "Emma" } });
const shelf = await echoShelf({ body: { label: "a", shelves: [{ label: "b" }] } });
const comment = await echoComment({ body: { text: "a", replies: [{ text: "b", replies: [] }] } });
const shape = await echoShape({ body: { kind: "circle", radius: 1 } });
const reader = await echoReader({ body: { name: "Ada" } });
const loan = await echoLoan({ body: { book: "Emma", days: 3 } });
const signed = await signIn({ body: { user: "ada", word: "x" } });
const shouted = await shout({ body: "hello" });
const file = await getFile({ path: { wildcard: "a.txt" } });
console.log(JSON.stringify([
  listed.data?.items.length, found?.title, missing.response?.status, made.data?.pages, refused.response?.status,
  shelf.data?.shelves[0]?.shelves, comment.data?.replies[0]?.text, shape.data?.[0]?.kind, reader.data?.name,
  loan.data?.days, signed.data?.user, shouted.data?.said, file.data?.path,
]));
`,
  );
  expect(said).toEqual([0, "Emma", 404, 1, 409, [], "b", "circle", "Ada", 3, "ada", "HELLO", "a.txt"]);
});

test("openapi-typescript generates types that compile and call the app", async () => {
  const args = [join(work, "openapi.yaml"), "-o", join(work, "schema.d.ts")];
  expect(runChecker("openapi-typescript", args).status).toBe(0);
  const said = await compileAndRun(
    "openapi-typescript.ts",
    `import createClient from "openapi-fetch";
import type { paths } from "./schema.js";
const client = createClient<paths>({ baseUrl: process.argv[2] ?? "", headers: { authorization: \`Bearer \${process.argv[3]}\` } });

const listed = await client.GET("/books", { params: { query: { limit: 1, kind: ["novel"] } } });
const missing = await client.GET("/books/{id}", { params: { path: { id: "00000000-0000-0000-0000-000000000000" } } });
const made = await client.POST("/books", { body: { title: "Persuasion", pages: 2, author: { name: "Jane Austen" }, kind: "novel" } });
const gone = await client.DELETE("/books/{id}", { params: { path: { id: "3f0c5b1e-8a52-4c55-9b2f-6f7c1f0a2d11" } } });
const shelf = await client.POST("/more/shelves", { body: { label: "a", shelves: [] } });
const invalid = await client.POST("/more/loans", { body: { book: "Emma", days: 99 } });
console.log(JSON.stringify([
  listed.data?.items[0]?.title, missing.error?.title, made.data?.id, gone.response.status, shelf.data?.label,
  invalid.error?.errors?.[0]?.path,
]));
`,
  );
  const id = "3f0c5b1e-8a52-4c55-9b2f-6f7c1f0a2d11";
  expect(said).toEqual(["Emma", "Not Found", id, 204, "a", "/body/days"]);
});

/** Compiles a program strictly beside the generated code, runs it against the server, and reads the line it prints. */
async function compileAndRun(name: string, text: string): Promise<unknown> {
  writeFileSync(join(work, name), text);
  const compilerOptions = {
    strict: true,
    target: "ES2022",
    module: "NodeNext",
    moduleResolution: "NodeNext",
    lib: ["ES2022", "DOM", "DOM.Iterable"],
    types: ["node"],
    typeRoots: [join(import.meta.dirname, "../node_modules/@types")],
    outDir: "out",
    rootDir: ".",
  };
  const project = join(work, `${name}.tsconfig.json`);
  writeFileSync(project, JSON.stringify({ compilerOptions, files: [name] }));
  const compiler = join(import.meta.dirname, "../node_modules/typescript/bin/tsc");
  const compiled = await runProgram(process.execPath, [compiler, "-p", project], { cwd: work, env: {} });
  expect(compiled).toMatchObject({ code: 0, stdout: "" });
  const file = join(work, "out", name.replace(/\.ts$/, ".js"));
  const args = [file, `http://127.0.0.1:${server.port}`, token];
  const { code, stdout, stderr } = await runProgram(process.execPath, args, { cwd: work, env: {} });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
}
