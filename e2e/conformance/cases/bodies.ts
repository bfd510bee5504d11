import { expect } from "vitest";
import { limits } from "../app/settings.ts";
import type { ConformanceCase } from "../case.ts";

const json = { "content-type": "application/json" };
const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);
const tooMuch = JSON.stringify("x".repeat(limits.bodyBytes));

/** Bodies in both directions: bytes, limits, cookies. */
export const bodies: readonly ConformanceCase[] = [
  {
    name: "a JSON body is read, whole or in chunks",
    async ask(client) {
      for (const body of ['{"a":["€"]}', ['{"a":', '["€"]', "}"]]) {
        const answer = await client.send({ method: "POST", path: "/json", headers: json, body });
        expect(answer.status).toBe(200);
        expect(answer.json()).toEqual({ a: ["€"] });
      }
    },
  },
  {
    name: "a __proto__ key is dropped",
    async ask(client) {
      const body = '{"a":1,"__proto__":{"admin":true}}';
      const answer = await client.send({ method: "POST", path: "/json", headers: json, body });
      expect(answer.text()).toBe('{"a":1}');
    },
  },
  {
    name: "malformed JSON is a 400, another content type a 415",
    async ask(client) {
      const post = (headers: Record<string, string>) =>
        client.send({ method: "POST", path: "/json", headers, body: "{" });
      expect((await post(json)).status).toBe(400);
      expect((await post({ "content-type": "text/plain" })).status).toBe(415);
    },
  },
  {
    name: "a body whose Content-Length is over the cap is a 413",
    async ask(client) {
      const answer = await client.send({ method: "POST", path: "/json", headers: json, body: tooMuch });
      expect(answer.status).toBe(413);
      expect(answer.header("content-type")).toBe("application/problem+json");
    },
  },
  {
    name: "a body that turns out to be over the cap is a 413",
    needs: ["early-refusal"],
    async ask(client) {
      const body = [tooMuch.slice(0, 700), tooMuch.slice(700)];
      for (const path of ["/json", "/bytes"]) {
        const answer = await client.send({ method: "POST", path, headers: json, body });
        expect(answer.status, path).toBe(413);
      }
    },
  },
  {
    name: "the next request is answered after one that was too large",
    async ask(client) {
      await client.send({ method: "POST", path: "/json", headers: json, body: "x".repeat(200_000) });
      expect((await client.get("/items/7")).status).toBe(200);
    },
  },
  {
    name: "every byte comes back as it was sent",
    async ask(client) {
      const answer = await client.send({ method: "POST", path: "/bytes", body: everyByte });
      expect(answer.header("content-type")).toBe("application/octet-stream");
      expect(Uint8Array.from(answer.body)).toEqual(everyByte);
      const chunked = [everyByte.slice(0, 100), everyByte.slice(100)];
      const again = await client.send({ method: "POST", path: "/bytes", body: chunked });
      expect(Uint8Array.from(again.body)).toEqual(everyByte);
      const got = await client.get("/bytes");
      expect(Uint8Array.from(got.body)).toEqual(everyByte);
    },
  },
  {
    name: "an answer says its length",
    needs: ["content-length"],
    async ask(client) {
      expect((await client.get("/bytes")).header("content-length")).toBe("256");
    },
  },
  {
    name: "each of several cookies has its own Set-Cookie",
    async ask(client) {
      const answer = await client.get("/cookies");
      expect(answer.all("set-cookie")).toEqual([
        "a=1; Path=/",
        "b=2; Path=/; Expires=Wed, 21 Oct 2037 07:28:00 GMT",
        "c=3",
      ]);
    },
  },
];
