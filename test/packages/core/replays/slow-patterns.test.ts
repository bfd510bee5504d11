import { expect } from "vitest";
import { HeaderList } from "../../../../templates/packages/core/src/http/header-list.ts";
import { hello, ok, quietApp } from "../apps.ts";
import { each, replay, timed } from "./replay.ts";

const refused = async () => {
  for (const path of ["/:a-:b", "/:a-:b-:c", "/:a.:b", "/:a(.*)", "/:a?/:b?", "/a*b", "/:a+"]) {
    expect(() => quietApp().get(path, { responses: ok }, hello), path).toThrow(TypeError);
  }
  const app = quietApp().get("/:a/:b/x", { responses: ok }, hello).get("/:a/*", { responses: ok }, hello);
  for (const path of [`/${"a-".repeat(50_000)}`, `/${"-".repeat(100_000)}a`, `/${"a/".repeat(50_000)}`]) {
    expect(await timed(() => app.request(path))).toBeLessThan(2000);
  }
};

replay("slow-patterns", {
  ...each(["CVE-2024-45296", "CVE-2024-52798", "CVE-2026-4867"], refused),
  "CVE-2026-4926": () => {
    for (const path of [`/${"{a}".repeat(30)}:z`, "/{a}{b}{c}:z", "/a{/b}"]) {
      expect(() => quietApp().get(path, { responses: ok }, hello), path).toThrow(TypeError);
    }
  },
  "CVE-2023-24807": async () => {
    for (const value of [
      `a${"\t".repeat(100_000)}\ta`,
      `${" ".repeat(100_000)}a`,
      `a${" ,".repeat(50_000)}a`,
    ]) {
      expect(
        await timed(() => new HeaderList().set("x-a", value).set("vary", value).vary("origin")),
      ).toBeLessThan(2000);
      const app = quietApp().get("/", { responses: ok }, hello);
      const names = [
        "accept",
        "authorization",
        "content-type",
        "cookie",
        "forwarded",
        "origin",
        "x-forwarded-for",
      ];
      const headers = Object.fromEntries(names.map((name) => [name, value]));
      expect(await timed(() => app.request("/", { headers }))).toBeLessThan(2000);
    }
  },
});
