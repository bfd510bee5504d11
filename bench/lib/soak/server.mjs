/** The server under attack: an app as it is by default. Its parent asks it for its memory. */
import { z } from "zod";
import { App } from "../../../templates/packages/core/dist/index.js";
import { serve } from "../../../templates/packages/core/dist/node/index.js";

const { requestTimeoutMs, headersTimeout } = JSON.parse(process.env.LIMITS ?? "{}");
const book = z.strictObject({
  title: z
    .string()
    .max(200)
    .regex(/^[\w ]*$/),
  year: z.int().max(3000),
});

const app = new App({ logger: false, requestTimeoutMs })
  .post(
    "/books",
    { auth: "public", request: { body: book }, responses: { 201: { description: "Created" } } },
    ({ body }) => ({ status: 201, body: { title: body.title } }),
  )
  .healthcheck();
const { port } = await serve(app, {
  port: 0,
  hostname: "127.0.0.1",
  server: headersTimeout === undefined ? {} : { headersTimeout },
});

process.on("message", () => {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  process.send({ rss, heapUsed });
});
process.send({ port });
