import { expect } from "vitest";
import {
  type App,
  assertSafeRelativePath,
  bearerAuth,
  type Context,
  type Hooks,
} from "../../../../templates/packages/core/src/index.ts";
import { ok, quietApp } from "../apps.ts";
import { serveRaw } from "../fetch-guard/servers.ts";
import { strong } from "../session/browser.ts";
import { get, sendRaw, statusesOf } from "./raw.ts";
import { anything, each, replay, said } from "./replay.ts";

const token = `Authorization: Bearer ${strong}\r\n`;

/** Files for everybody, those below /files/admin for few, as a directory of static files would have it. */
function fileApp(): App {
  const guard = { hooks: bearerAuth({ tokens: strong }) };
  const all = { any: "the administrators see every file" };
  return quietApp()
    .get("/files/*", { responses: ok }, (context) => said(`public ${context.head.path}`))
    .group("/files/admin", guard, (group) =>
      group.get("/*", { responses: ok, authorize: all }, () => said("secret")),
    )
    .group("/admin", guard, (group) => group.get("/secret", { responses: ok }, () => said("secret")));
}

async function expectNoSecret(targets: readonly string[], statuses: readonly number[]) {
  const answers = await sendRaw(
    fileApp(),
    targets.map((target) => get(target)),
  );
  for (const [at, { statuses: got, text }] of answers.entries()) {
    expect(text, targets[at]).not.toContain("secret");
    expect(statuses, targets[at]).toContain(got[0]);
    expect(got).toHaveLength(1);
  }
}

const doubled = () => expectNoSecret(["//admin/secret", "/admin//secret", "/files//admin/a"], [404]);
const encoded = () => expectNoSecret(["/admin%2Fsecret", "/files/admin%2Fa", "/files/admin%2fa/b"], [404]);
const dots = () =>
  expectNoSecret(["/files/../admin/secret", "/files/%2e%2e/admin/secret", "/files/.%2E/x", "/.."], [400]);

replay("paths", {
  "CVE-2025-58362": async () => {
    await expectNoSecret(
      ["http:/admin/secret", "http:///admin/secret", "http://x#/admin/secret"],
      [400, 401],
    );
    await expectNoSecret(["//x/admin/secret", "http://x?/admin/secret"], [404]);
    await expectNoSecret(["http://app.example/admin/secret"], [401]);
  },
  "CVE-2026-22031": async () => {
    const [open, authenticated] = await sendRaw(fileApp(), [
      get("/%61dmin/secret"),
      get("/%61dmin/secret", token),
    ]);
    expect(open?.statuses).toEqual([401]);
    expect(authenticated?.text).toContain("secret");
  },
  "CVE-2026-2880": async () => {
    await expectNoSecret(["//admin/secret", "/ADMIN/secret"], [404]);
    await expectNoSecret(["/admin/secret/", "/admin/secret;a=1"], [401]);
  },
  "CVE-2025-29927": async () => {
    const header = ["middleware", "src/middleware", Array(5).fill("middleware").join(":")];
    const requests = header.map((value) => get("/admin/secret", `x-middleware-subrequest: ${value}\r\n`));
    for (const { statuses, text } of await sendRaw(fileApp(), requests)) {
      expect(statuses).toEqual([401]);
      expect(text).not.toContain("secret");
    }
  },
  "CVE-2026-44578": async () => {
    const inside = await serveRaw(() => {});
    try {
      const upgrade = `GET http://127.0.0.1:${inside.port}/admin/secret HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n`;
      expect((await sendRaw(fileApp(), [upgrade]))[0]?.statuses).toEqual([401]);
      expect(inside.connections()).toBe(0);
    } finally {
      await inside.close();
    }
  },
  "CVE-2026-47676": async () => {
    const inner = quietApp()
      .get("/open", { responses: ok, request: { params: anything } }, (context) => said(context.params))
      .get("/n", { responses: ok }, () => said("cut too far"));
    const app = quietApp().mount("/:place", inner);
    const response = await app.request("/%C3%A9%C3%A9%C3%A9/open");
    expect([response.status, await response.json()]).toEqual([200, { place: "ééé" }]);
    expect((await app.request("/%C3%A9%C3%A9%C3%A9open")).status).toBe(404);
  },
  "CVE-2026-33490": async () => {
    const promote: Hooks = {
      preBody: ({ state }) => {
        state["role"] = "admin";
      },
    };
    const role = (context: Context) => said({ role: context.state["role"] ?? "none" });
    const mounted = quietApp().use(promote).get("/in", { responses: ok }, role);
    const app = quietApp()
      .mount("/admin", mounted)
      .get("/admin-public", { responses: ok }, role)
      .get("/administrator/in", { responses: ok }, role);
    expect(await (await app.request("/admin/in")).json()).toEqual({ role: "admin" });
    expect(await (await app.request("/admin-public")).json()).toEqual({ role: "none" });
    expect(await (await app.request("/administrator/in")).json()).toEqual({ role: "none" });
  },
  "CVE-2026-33131": async () => {
    const seen: string[] = [];
    const app = quietApp()
      .use({ onRequest: (head) => void seen.push(new URL(head.url).pathname) })
      .get("/admin", { responses: ok }, () => said("secret"));
    const hosts = ["localhost:3000/public?", "localhost/public#", "x@localhost", "a, b", ""];
    const attacks = hosts.map((host) => get("/admin", "", host));
    expect(await statusesOf(app, [...attacks, get("/admin", "Host: second\r\n")])).toEqual(
      Array(hosts.length + 1).fill([400]),
    );
    expect(seen).toEqual([]);
    expect(await statusesOf(app, [get("/admin", "", "localhost:3000")])).toEqual([[200]]);
    expect(seen).toEqual(["/admin"]);
  },
  ...each(["CVE-2026-39407", "CVE-2026-39406"], doubled),
  ...each(["CVE-2026-29045", "CVE-2026-29087", "CVE-2026-6414"], encoded),
  ...each(["CVE-2026-15074", "CVE-2024-23340"], dots),
  "GHSA-72gr-qfp7-vwhw": async () => {
    const opened: string[] = [];
    const app = quietApp().get("/static/*", { responses: ok, request: { params: anything } }, (context) => {
      const file = String(context.params["*"]);
      opened.push(file);
      assertSafeRelativePath(file);
      return said(file);
    });
    expect(await statusesOf(app, [get("/static/%252e%252e/etc/passwd"), get("/static/a/b")])).toEqual([
      [400],
      [200],
    ]);
    expect(opened).toEqual(["%2e%2e/etc/passwd", "a/b"]);
  },
  "CVE-2026-54286": () => expectNoSecret(["/files/..%5Cadmin%5Ca", "/files/%5c..%5c", "/files/a\\b"], [400]),
  "GHSA-crvj-82cr-hjcx": async () => {
    const app = quietApp().get("/", { responses: ok }, (context) => said(context.head.url));
    expect(await statusesOf(app, [get("/?page=1#&role=admin"), get("/#/admin")])).toEqual([[400], [400]]);
    const queries: unknown[] = [];
    const inProcess = quietApp().get("/", { responses: ok, request: { query: anything } }, (context) => {
      queries.push(context.query);
      return said("ok");
    });
    await inProcess.request("/?page=1#&role=admin");
    expect(queries).toEqual([{ page: "1" }]);
  },
  "CVE-2023-50710": async () => {
    const app = quietApp()
      .get("/posts/:id/comments/:comment", { responses: ok, request: { params: anything } }, (context) =>
        said(context.params),
      )
      .get("/posts/:id", { responses: ok, request: { params: anything } }, (context) => said(context.params));
    const paths = ["/posts/1/comments/2", "/posts/3", "/posts/4/comments/5", "/posts/6"];
    const bodies = await Promise.all(paths.map(async (path) => (await app.request(path)).json()));
    expect(bodies).toEqual([{ id: "1", comment: "2" }, { id: "3" }, { id: "4", comment: "5" }, { id: "6" }]);
  },
});
