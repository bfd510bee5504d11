import type { App } from "@daloyjs/core";
import { anything } from "./schemas.ts";

const ok = { 200: { description: "OK" } };

/** Bodies that are read whole: as JSON by the engine, as bytes by the handler. */
export function addBodyRoutes(app: App): void {
  app.post("/json", { request: { body: anything }, responses: ok }, ({ body }) => ({ status: 200, body }));
  app.post("/bytes", { responses: ok }, async ({ request }) => ({
    status: 200,
    body: new Uint8Array(await request.arrayBuffer()),
  }));
  app.get("/bytes", { responses: ok }, () => ({ status: 200, body: everyByte }));
}

/** Each byte once: what a layer that takes bytes for text would spoil. */
const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);
