import { expect } from "vitest";
import type { ConformanceCase } from "../case.ts";

/** Which route answers, and what the request's target means. */
export const routing: readonly ConformanceCase[] = [
  {
    name: "a route answers, with the security headers and a request id",
    async ask(client) {
      const answer = await client.get("/items/7?a=1&b=2");
      expect(answer.status).toBe(200);
      expect(answer.json()).toEqual({ id: "7", search: "a=1&b=2" });
      expect(answer.header("x-content-type-options")).toBe("nosniff");
      expect(answer.header("content-security-policy")).toContain("default-src 'self'");
      expect(answer.header("strict-transport-security")).toMatch(/max-age=\d{8}/);
      expect(answer.header("x-request-id")).toMatch(/^[\da-f-]{36}$/);
    },
  },
  {
    name: "an unknown path is a 404 problem",
    async ask(client) {
      const answer = await client.get("/nowhere");
      expect(answer.status).toBe(404);
      expect(answer.header("content-type")).toBe("application/problem+json");
      expect(answer.header("x-content-type-options")).toBe("nosniff");
      expect(answer.json()).toMatchObject({ status: 404, instance: expect.stringMatching(/^urn:request:/) });
    },
  },
  {
    name: "a method that a path does not have is a 405 with Allow",
    async ask(client) {
      const answer = await client.send({ method: "DELETE", path: "/items/7" });
      expect(answer.status).toBe(405);
      expect(answer.header("allow")?.split(", ").sort()).toEqual(["GET", "HEAD", "OPTIONS"]);
    },
  },
  {
    name: "HEAD says what GET would, without a body",
    async ask(client) {
      const [got, head] = [
        await client.get("/items/7"),
        await client.send({ method: "HEAD", path: "/items/7" }),
      ];
      expect(head.status).toBe(200);
      expect(head.header("content-type")).toBe(got.header("content-type"));
      expect(head.body.length).toBe(0);
    },
  },
  {
    name: "HEAD says the length of what it leaves out",
    needs: ["head-length"],
    async ask(client) {
      const got = await client.get("/items/7");
      const head = await client.send({ method: "HEAD", path: "/items/7" });
      expect(head.header("content-length")).toBe(String(got.body.length));
    },
  },
  {
    name: "OPTIONS names the methods",
    async ask(client) {
      const answer = await client.send({ method: "OPTIONS", path: "/bytes" });
      expect(answer.status).toBe(204);
      expect(answer.header("allow")?.split(", ").sort()).toEqual(["GET", "HEAD", "OPTIONS", "POST"]);
      expect(answer.body.length).toBe(0);
    },
  },
  ...(
    [
      ["escapes in UTF-8", "/items/%E2%82%AC%20x", "€ x"],
      ["an escaped slash", "/items/a%2Fb", "a/b"],
      ["a plus sign", "/items/a+b", "a+b"],
      ["an escaped percent sign", "/items/%252e%252e", "%2e%2e"],
    ] as const
  ).map(
    ([what, path, id]): ConformanceCase => ({
      name: `${what} in a path is decoded once, within its segment`,
      async ask(client) {
        const answer = await client.get(path);
        expect(answer.status).toBe(200);
        expect(answer.json().id).toBe(id);
      },
    }),
  ),
  {
    name: "a query reaches the app as it was sent",
    needs: ["raw-query"],
    async ask(client) {
      const answer = await client.get("/items/7?q=%E2%82%AC&plus=a+b&empty=&q=2");
      expect(answer.json().search).toBe("q=%E2%82%AC&plus=a+b&empty=&q=2");
    },
  },
  {
    name: "an invalid escape in a path is a 400",
    async ask(client) {
      expect((await client.get("/items/%zz")).status).toBe(400);
    },
  },
  ...["/items/%2e%2e", "/items/../head", "/items/a%5Cb"].map(
    (path): ConformanceCase => ({
      name: `${path} is a 400: it could mean two paths`,
      needs: ["raw-target"],
      async ask(client) {
        expect((await client.get(path)).status).toBe(400);
      },
    }),
  ),
  ...["a/items/7?", "a@b", "a, b", "a:99999"].map(
    (host): ConformanceCase => ({
      name: `Host: ${host} is a 400: it could change the path or the server`,
      needs: ["host-header"],
      async ask(client) {
        expect((await client.get("/nowhere", { host })).status).toBe(400);
      },
    }),
  ),
  {
    name: "the URL is made of the Host header and the target",
    needs: ["host-header"],
    async ask(client) {
      const { url } = (await client.get("/head?x=1", { host: "api.example:8080" })).json();
      expect(url).toBe("http://api.example:8080/head?x=1");
    },
  },
];
