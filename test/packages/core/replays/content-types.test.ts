import { expect } from "vitest";
import { z } from "zod";
import { ok, quietApp } from "../apps.ts";
import { sendRaw } from "./raw.ts";
import { replay, said } from "./replay.ts";

/** Sends a body that breaks the schema, and one that fits, under each content type; the handler must not see the first. */
async function statusesUnder(types: readonly string[]): Promise<[broken: number, fine: number][]> {
  const handled: unknown[] = [];
  const body = z.object({ role: z.literal("user") });
  const app = quietApp().post("/", { responses: ok, auth: "public", request: { body } }, (context) => {
    handled.push(context.body);
    return said("handled");
  });
  const post = (type: string, role: string) => {
    const content = JSON.stringify({ role });
    return `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: ${type}\r\nContent-Length: ${content.length}\r\nConnection: close\r\n\r\n${content}`;
  };
  const answers = await sendRaw(
    app,
    types.flatMap((type) => [post(type, "admin"), post(type, "user")]),
  );
  expect(handled.every((one) => JSON.stringify(one) === '{"role":"user"}')).toBe(true);
  const statuses = answers.map((answer) => answer.statuses[0] ?? 0);
  return types.map((_, at) => [statuses[2 * at] ?? 0, statuses[2 * at + 1] ?? 0]);
}

async function expectAll(types: readonly string[], expected: [broken: number, fine: number]) {
  expect(await statusesUnder(types)).toEqual(types.map(() => expected));
}

replay("content-types", {
  "CVE-2025-32442": () =>
    expectAll(
      ["ApPlIcAtIoN/JsOn", "application/json ;charset=utf-8", "application/json; charset=UTF-8"],
      [422, 200],
    ),
  "CVE-2026-25223": () =>
    expectAll(["application/json\ta", "application/json a", "application/json\t\ttext/plain"], [415, 415]),
  "CVE-2026-33806": () => expectAll([" application/json", "\t application/json\t"], [422, 200]),
  "GHSA-573f-x89g-hqp9": () =>
    expectAll(
      ["application/json garbage", "application/json/x", "application/json,text/plain", "json", "/"],
      [415, 415],
    ),
  "CVE-2023-51701": () =>
    expectAll(
      ["application/jsonx", "text/plain;application/json", "xapplication/json", "text/json"],
      [415, 415],
    ),
});
