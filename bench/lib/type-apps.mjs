/**
 * Applications for the type checker, as text: `count` routes that alternate between a GET with params and a POST with a
 * body, each with two responses, and a client that calls every one, tells the answers apart and reads a field.
 */

/** Routes of one record, or of one chain that is its own app: nobody writes 800 routes into one file. */
const perFile = 50;

const thing = `z.object({ id: z.string(), title: z.string() })`;
const newThing = `z.object({ title: z.string() })`;
const id = `z.object({ id: z.string() })`;

const sharedSchemas = `import { z } from "zod";
export const Thing = ${thing};
export const NewThing = ${newThing};
export const Id = ${id};
`;

/** Where a route's schemas come from: named ones that many routes use, or its own. */
function schemasOf(shape) {
  if (shape === "shared") return { thing: "Thing", newThing: "NewThing", id: "Id" };
  return { thing, newThing, id };
}

const importsOf = (shape) =>
  shape === "shared" ? `import { Id, NewThing, Thing } from "./schemas.ts";\n` : `import { z } from "zod";\n`;

function chunks(count) {
  const starts = Array.from({ length: Math.ceil(count / perFile) }, (_, index) => index * perFile);
  return starts.map((start) => Array.from({ length: Math.min(perFile, count - start) }, (_, i) => start + i));
}

const isRead = (i) => i % 2 === 0;

function daloyDefinition(i, { thing, newThing, id }, handlerInside) {
  const handler = (text) => (handlerInside ? ` handler: ${text},` : "");
  return isRead(i)
    ? `path: "/things${i}/:id", request: { params: ${id} }, responses: { 200: { description: "Found", body: ${thing} }, 404: { description: "No such thing" } },${handler(`({ params }) => ({ status: 200, body: { id: params.id, title: "Emma" } })`)}`
    : `path: "/things${i}", request: { body: ${newThing} }, responses: { 201: { description: "Made", body: ${thing} }, 409: { description: "There already" } },${handler(`({ body }) => ({ status: 201, body: { id: "1", ...body } })`)}`;
}

const daloyCall = (i) =>
  isRead(i)
    ? `export const r${i} = await client.op${i}({ params: { id: "1" } });\nif (r${i}.status === 200) r${i}.body.title satisfies string;`
    : `export const r${i} = await client.op${i}({ body: { title: "Emma" } });\nif (r${i}.status === 201) r${i}.body.title satisfies string;`;

function daloyRecords(count, shape) {
  const files = chunks(count).map((part, n) => {
    const lines = part.map(
      (i) =>
        `  op${i}: route({ method: "${isRead(i) ? "GET" : "POST"}", ${daloyDefinition(i, schemasOf(shape), true)} }),`,
    );
    return [
      `routes${n}.ts`,
      `import { route, routes } from "@daloyjs/core";\n${importsOf(shape)}export const routes${n} = routes({\n${lines.join("\n")}\n});\n`,
    ];
  });
  const names = files.map((_, n) => `routes${n}`);
  const app = `import { App } from "@daloyjs/core";\n${names.map((name) => `import { ${name} } from "./${name}.ts";\n`).join("")}export const app = new App()${names.map((name) => `.routes(${name})`).join("")};\n`;
  const client = `import { createClient } from "@daloyjs/core/client";\nimport type { app } from "./app.ts";\nconst client = createClient<typeof app>({ baseUrl: "http://localhost", routes: {} });\n${calls(count, daloyCall)}`;
  return Object.fromEntries([...files, ["app.ts", app], ["client.ts", client]]);
}

function daloyChain(count, shape) {
  const lines = Array.from(
    { length: count },
    (_, i) =>
      `  .route({ operationId: "op${i}", method: "${isRead(i) ? "GET" : "POST"}", ${daloyDefinition(i, schemasOf(shape), true)} })`,
  );
  const app = `import { App } from "@daloyjs/core";\n${importsOf(shape)}export const app = new App()\n${lines.join("\n")};\n`;
  const client = `import { createClient } from "@daloyjs/core/client";\nimport type { app } from "./app.ts";\nconst client = createClient<typeof app>({ baseUrl: "http://localhost", routes: {} });\n${calls(count, daloyCall)}`;
  return { "app.ts": app, "client.ts": client };
}

function honoChain(count, shape) {
  const { newThing, id } = schemasOf(shape);
  const lines = Array.from({ length: count }, (_, i) =>
    isRead(i)
      ? `  .get("/things${i}/:id", validator("param", (value) => (${id}).parse(value)), (c) => c.req.valid("param").id === "" ? c.json({ title: "No such thing" }, 404) : c.json({ id: c.req.valid("param").id, title: "Emma" }, 200))`
      : `  .post("/things${i}", validator("json", (value) => (${newThing}).parse(value)), (c) => c.json({ id: "1", ...c.req.valid("json") }, 201))`,
  );
  const app = `import { Hono } from "hono";\nimport { validator } from "hono/validator";\n${importsOf(shape).replace(", Thing", "")}export const app = new Hono()\n${lines.join("\n")};\n`;
  const call = (i) =>
    isRead(i)
      ? `export const r${i} = await client.things${i}[":id"].$get({ param: { id: "1" } });\nif (r${i}.status === 200) (await r${i}.json()).title satisfies string;`
      : `export const r${i} = await client.things${i}.$post({ json: { title: "Emma" } });\nif (r${i}.status === 201) (await r${i}.json()).title satisfies string;`;
  const client = `import { hc } from "hono/client";\nimport type { app } from "./app.ts";\nconst client = hc<typeof app>("http://localhost");\n${calls(count, call)}`;
  return { "app.ts": app, "client.ts": client };
}

function elysiaChain(count, shape) {
  const { thing, newThing, id } = schemasOf(shape);
  const lines = Array.from({ length: count }, (_, i) =>
    isRead(i)
      ? `  .get("/things${i}/:id", ({ params }) => ({ id: params.id, title: "Emma" }), { params: ${id}, response: { 200: ${thing} } })`
      : `  .post("/things${i}", ({ body, status }) => status(201, { id: "1", ...body }), { body: ${newThing}, response: { 201: ${thing} } })`,
  );
  const app = `import { Elysia } from "elysia";\n${importsOf(shape)}export const app = new Elysia()\n${lines.join("\n")};\n`;
  const call = (i) =>
    isRead(i)
      ? `export const r${i} = await client.things${i}({ id: "1" }).get();\nif (r${i}.data) r${i}.data.title satisfies string;`
      : `export const r${i} = await client.things${i}.post({ title: "Emma" });\nif (r${i}.data) r${i}.data.title satisfies string;`;
  const client = `import { treaty } from "@elysiajs/eden";\nimport type { app } from "./app.ts";\nconst client = treaty<typeof app>("http://localhost");\n${calls(count, call)}`;
  return { "app.ts": app, "client.ts": client };
}

/** The schemas alone, with everything inferred from them that a server and its client need. */
function schemasOnly(count, shape) {
  const { thing, newThing, id } = schemasOf(shape);
  const lines = Array.from(
    { length: count },
    (_, i) => `const sent${i} = ${isRead(i) ? id : newThing};
const answer${i} = ${thing};
export const out${i} = (sent: z.output<typeof sent${i}>, answer: z.output<typeof answer${i}>) => [sent.${isRead(i) ? "id" : "title"}, answer.title];
export const in${i} = (sent: z.input<typeof sent${i}>, answer: z.input<typeof answer${i}>) => [sent.${isRead(i) ? "id" : "title"}, answer.title];`,
  );
  return { "schemas-only.ts": `import { z } from "zod";\n${lines.join("\n")}\n` };
}

const calls = (count, call) => `${Array.from({ length: count }, (_, i) => call(i)).join("\n")}\n`;

const writers = {
  "daloy-records": daloyRecords,
  "daloy-chain": daloyChain,
  hono: honoChain,
  elysia: elysiaChain,
  zod: schemasOnly,
};

/** @returns file names and their text */
export function typeApp(contender, shape, count) {
  const files = writers[contender](count, shape);
  return shape === "shared" ? { ...files, "schemas.ts": sharedSchemas } : files;
}
