import { expect, it } from "vitest";
import { App, csrf } from "../../../../templates/packages/core/src/index.ts";
import { serve } from "../../../../templates/packages/core/src/node/index.ts";
import { session } from "../../../../templates/packages/core/src/session/index.ts";
import { strong } from "./browser.ts";

const responses = { 200: { description: "OK" } };

it("over a real connection both cookies arrive, and are taken back", async () => {
  const app = new App({ env: "production", logger: false })
    .use([session({ secret: strong }), csrf({ secret: strong, strategy: "both" })])
    .get("/", { responses }, ({ state }) => ({ status: 200, body: { user: state.session?.get("user") } }))
    .post("/login", { responses, auth: "public" }, ({ state }) => {
      state.session?.set("user", "ann");
      return { status: 200 };
    });
  const server = await serve(app, { port: 0, hostname: "127.0.0.1" });
  try {
    const origin = `http://127.0.0.1:${server.port}`;
    const first = await fetch(`${origin}/`);
    const [token = "", ...none] = first.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
    expect(none).toEqual([]);
    const login = await fetch(`${origin}/login`, {
      method: "POST",
      headers: { cookie: token, "x-csrf-token": token.slice(token.indexOf("=") + 1), origin },
    });
    expect([login.status, login.headers.get("cache-control")]).toEqual([200, "no-store"]);
    const cookies = login.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
    expect(cookies.map((cookie) => cookie.split("=")[0])).toEqual(["__Host-daloy.sid", "__Host-daloy.csrf"]);
    const again = await fetch(`${origin}/`, { headers: { cookie: cookies.join("; ") } });
    expect(await again.json()).toEqual({ user: "ann" });
    const forged = await fetch(`${origin}/login`, {
      method: "POST",
      headers: { cookie: cookies.join("; "), origin },
    });
    expect(forged.status).toBe(403);
  } finally {
    await server.close();
  }
});
