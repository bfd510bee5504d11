import { expect } from "vitest";
import { safeRedirect } from "../../../../templates/packages/core/src/index.ts";
import { quietApp } from "../apps.ts";
import { anything, each, replay } from "./replay.ts";

const allowedOrigins = ["https://google.com"];
const locationOf = (target: string) => safeRedirect(target, { allowedOrigins }).headers.location;

/** The whole response to `/go?to=`, as an open redirect would be built. */
async function go(to: string): Promise<Response> {
  const app = quietApp().get(
    "/go",
    { responses: { 302: { description: "Found" } }, request: { query: anything } },
    ({ query }) => safeRedirect(String(query["to"]), { allowedOrigins }),
  );
  return await app.request(`/go?to=${encodeURIComponent(to)}`);
}

/** What a browser would run, had the target been written into a page. */
const scripted = async () => {
  const targets = [
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "/<script>alert(1)</script>",
    '/"onmouseover="alert(1)',
    "https://google.com/<script>",
  ];
  for (const target of targets) {
    const response = await go(target);
    expect([response.status, await response.text()]).toEqual([302, ""]);
    expect(response.headers.get("location")).not.toMatch(/^(?:javascript|data):|[<>"]/i);
    expect(response.headers.get("content-type") ?? "").not.toContain("html");
  }
};

replay("redirects", {
  "CVE-2024-29041": () => {
    for (const target of [
      "http://google.com\\@apple.com",
      "https://google.com\\@apple.com",
      "https://google.com\\.apple.com",
      "https:/\\google.com@apple.com",
      "https://google.com@apple.com",
      "https://google.com%00@apple.com",
      "//google.com\\@apple.com",
      "/\\apple.com",
      "/\t/apple.com",
      "https:apple.com",
    ]) {
      expect(locationOf(target), target).toBe("/");
    }
    expect(locationOf("https://google.com/a?b=1")).toBe("https://google.com/a?b=1");
  },
  ...each(["CVE-2024-43796", "CVE-2024-43799", "CVE-2024-43800"], scripted),
});
