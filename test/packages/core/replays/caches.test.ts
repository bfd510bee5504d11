import { expect } from "vitest";
import { sessionApp } from "../session/session-app.ts";
import { each, replay } from "./replay.ts";

/** A page of one visitor, which some code behind the session declares cacheable, by every header that a cache obeys. */
const personal = async () => {
  const { within, visitor } = sessionApp();
  const response = await within(visitor, (session) => {
    session.set("user", "ann");
    return new Response("ann's page", {
      headers: {
        "cache-control": "public, max-age=3600",
        "cdn-cache-control": "max-age=3600",
        "surrogate-control": "max-age=3600",
        "cloudflare-cdn-cache-control": "max-age=3600",
        "vercel-cdn-cache-control": "max-age=3600",
      },
    });
  });
  expect(response.headers.getSetCookie()).toHaveLength(1);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect([...response.headers.keys()].filter((name) => /-control$/.test(name))).toEqual(["cache-control"]);
  const kept = await within(
    visitor,
    () => new Response("", { headers: { "cache-control": "private, max-age=60" } }),
  );
  expect(kept.headers.get("cache-control")).toBe("private, max-age=60");
};

replay("caches", each(["CVE-2026-24472", "CVE-2026-44457"], personal));
