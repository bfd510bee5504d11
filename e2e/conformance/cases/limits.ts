import { expect } from "vitest";
import { limits, secretOfTheFault } from "../app/settings.ts";
import type { ConformanceCase } from "../case.ts";

/** Time and header limits, and what an answer says of a fault. */
export const limitCases: readonly ConformanceCase[] = [
  {
    name: "a handler that takes too long is a 503, and is told by ctx.signal",
    async ask(client) {
      const answer = await client.get("/never/late");
      expect(answer.status).toBe(503);
      expect(answer.header("content-type")).toBe("application/problem+json");
      expect((await client.get("/gone/late")).text()).toBe("aborted");
    },
  },
  {
    name: "a body that takes too long is a 408",
    needs: ["slow-request"],
    async ask(client) {
      const headers = { "content-type": "application/json", "content-length": "10" };
      const exchange = client.open({ method: "POST", path: "/json", headers });
      exchange.request.write("[1");
      const { statusCode } = await exchange.response;
      exchange.abandon();
      expect(statusCode).toBe(408);
    },
  },
  {
    name: "too many header fields are a 431",
    needs: ["header-limits"],
    async ask(client) {
      const many = (count: number) =>
        Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-field-${index}`, "1"]));
      expect((await client.get("/items/7", many(limits.headers / 2))).status).toBe(200);
      expect((await client.get("/items/7", many(limits.headers + 1))).status).toBe(431);
    },
  },
  {
    name: "headers that are too large are refused, and the server goes on",
    async ask(client) {
      const refused = await client.get("/items/7", { "x-large": "x".repeat(200_000) }).then(
        ({ status }) => status,
        () => "cut off",
      );
      expect([400, 413, 414, 431, "cut off"]).toContain(refused);
      expect((await client.get("/items/7")).status).toBe(200);
    },
  },
  {
    name: "headers of an everyday size are taken",
    async ask(client) {
      const token = `Bearer ${"t".repeat(6000)}`;
      const answer = await client.get("/head", { authorization: token, "x-latin": "caf\u00e9" });
      expect(answer.status).toBe(200);
      expect(answer.json().headers).toMatchObject({ authorization: token });
    },
  },
  {
    name: "a fault of the app is a 500 that says nothing of its cause",
    async ask(client) {
      const answer = await client.get("/throws");
      expect(answer.status).toBe(500);
      expect(answer.header("content-type")).toBe("application/problem+json");
      expect(answer.text()).not.toContain(secretOfTheFault);
      expect(Object.keys(answer.json()).sort()).toEqual(["instance", "status", "title", "type"]);
      expect(answer.header("x-content-type-options")).toBe("nosniff");
    },
  },
  {
    name: "a refusal keeps its own headers",
    async ask(client) {
      const answer = await client.get("/unauthorized");
      expect(answer.status).toBe(401);
      expect(answer.header("www-authenticate")).toBe('Bearer realm="conformance"');
      expect(answer.json().detail).toBe("No token.");
    },
  },
];
