import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import {
  pageScript,
  pageStyle,
  themeScript,
} from "../../../../templates/packages/core/src/docs/page-assets.ts";

const generator = fileURLToPath(new URL("../../../../scripts/build/docs-page.mjs", import.meta.url));

it("is what the sources of the page make", async () => {
  await expect(promisify(execFile)(process.execPath, [generator, "--check"])).resolves.toBeDefined();
});

it("holds nothing that would end its own element", () => {
  expect(pageScript + themeScript).not.toMatch(/<\/script|<!--|<script/i);
  expect(pageStyle).not.toMatch(/<\//);
});

it("turns no string into markup or code", () => {
  expect(pageScript + themeScript).not.toMatch(
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|\beval\b|new Function|DOMParser/,
  );
});

it("stores nothing but the theme", () => {
  const uses = `${pageScript}${themeScript}`.match(
    /(?:local|session)Storage\.\w+\("[^"]*"|indexedDB|document\.cookie/g,
  );
  expect(uses?.sort()).toEqual(['localStorage.getItem("docs-theme"', 'localStorage.setItem("docs-theme"']);
});
