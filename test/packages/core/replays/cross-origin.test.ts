import { expect } from "vitest";
import { BootGuardError, type CorsOptions, cors } from "../../../../templates/packages/core/src/index.ts";
import { hello, ok, quietApp } from "../apps.ts";
import { replay, timed } from "./replay.ts";

const friend = "https://app.example.com";
const friendly = () =>
  quietApp()
    .use(cors({ origin: friend }))
    .get("/", { responses: ok }, hello);

replay("cross-origin", {
  "CVE-2026-54290": async () => {
    expect(() => cors({ credentials: true } as CorsOptions)).toThrow(TypeError);
    for (const origin of ["*", ["*"], /.*/, /^https:\/\//, () => true] as const) {
      expect(() =>
        quietApp({ env: "test" })
          .use(cors({ origin, credentials: true }))
          .ready(),
      ).toThrow(BootGuardError);
    }
    const response = await friendly().request("/", { headers: { origin: "https://evil.example" } });
    expect(response.headers.has("access-control-allow-origin")).toBe(false);
    expect(response.headers.has("access-control-allow-credentials")).toBe(false);
  },
  "CVE-2023-49803": () => {
    expect(() => cors({} as CorsOptions)).toThrow("give the origins that may call this API");
    const reflecting = [
      (origin: string) => origin !== "",
      /./,
      "*",
      (origin: string) => origin.startsWith("http"),
    ];
    for (const origin of reflecting) {
      expect(() => quietApp().use(cors({ origin })).ready()).toThrow("[cors-wildcard]");
    }
  },
  "GHSA-q7jf-gf43-6x6p": async () => {
    const headers = { origin: "https://evil.example", vary: "*, Access-Control-Allow-Origin" };
    const response = await friendly().request("/", { headers });
    expect(response.headers.get("vary")).toBe("Origin");
    const preflight = { method: "OPTIONS", headers: { ...headers, "access-control-request-method": "GET" } };
    expect((await friendly().request("/", preflight)).headers.get("vary")).toBe("Origin");
  },
  "CVE-2026-69207": async () => {
    const app = friendly();
    for (const names of [
      `a${" ".repeat(100_000)}b`,
      `a${" ,".repeat(50_000)}`,
      `${"a, ".repeat(30_000)} b`,
    ]) {
      const took = await timed(() =>
        app.request("/", {
          method: "OPTIONS",
          headers: {
            origin: friend,
            "access-control-request-method": "GET",
            "access-control-request-headers": names,
          },
        }),
      );
      expect(took).toBeLessThan(2000);
    }
  },
});
