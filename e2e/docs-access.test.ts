import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../templates/packages/core/src/node/index.ts";
import { launchBrowser, watchedPage } from "./support/browser.ts";
import { docsApp, token } from "./support/docs-app.ts";

let browser: Browser;
let server: RunningServer;
let origin: string;

beforeAll(async () => {
  server = await serve(docsApp(), { port: 0, hostname: "127.0.0.1", handleSignals: false });
  origin = `http://127.0.0.1:${server.port}`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const axe = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds (WCAG 2.2 AA and best practices), as `rule: selector`. It is let past the policy that the page has. */
async function faultsOf(
  hash: string,
  options: BrowserContextOptions,
  prepare?: (page: Page) => Promise<unknown>,
) {
  const { page, close } = await watchedPage(browser, origin, { bypassCSP: true, ...options });
  await page.goto(`${origin}/docs${hash}`);
  await prepare?.(page);
  await page.evaluate(await axe);
  const results = await page.evaluate<AxeResults>("axe.run()");
  await close();
  expect(results.passes.length).toBeGreaterThan(20);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${id}: ${target.join(" ")}`),
  );
}

const openEverything = async (page: Page) => {
  for (let round = 0; round < 3; round++) {
    for (const summary of await page.locator("details:not([open]) > summary").all()) {
      if (await summary.isVisible()) await summary.click();
    }
  }
};
const sendRequest = async (page: Page) => {
  await page.getByLabel("Bearer token").fill(token);
  await page.getByRole("button", { name: "Send request" }).click();
  await page.getByText("Headers (").waitFor();
};

describe.each(["light", "dark"] as const)("axe finds nothing in %s", (colorScheme) => {
  it.each([
    ["the overview", "", undefined],
    ["an operation with everything open", "#createBook", openEverything],
    ["an operation with parameters", "#listBooks", undefined],
    ["alternatives", "#replaceOpeningHours", openEverything],
    ["a deprecated operation", "#renameBook", undefined],
    ["an answer", "#createBook", sendRequest],
  ])("%s", async (_, hash, prepare) => {
    expect(await faultsOf(hash, { colorScheme }, prepare)).toEqual([]);
  });

  it("the menu on a narrow screen", async () => {
    const open = (page: Page) => page.getByRole("button", { name: "Operations", exact: true }).click();
    expect(
      await faultsOf("#listBooks", { colorScheme, viewport: { width: 390, height: 800 } }, open),
    ).toEqual([]);
  });
});

const focused = (page: Page) =>
  page.evaluate<string>(
    "(() => { const e = document.activeElement; return e.id || e.getAttribute('aria-label') || e.textContent.trim().slice(0, 40); })()",
  );

describe("the keyboard alone", () => {
  it("skips, searches, opens, fills in and sends", async () => {
    const { page, problems, close } = await watchedPage(browser, origin);
    const { keyboard } = page;
    await page.goto(`${origin}/docs`);
    await keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to the content");
    expect(await page.locator(".skip-link").boundingBox()).toMatchObject({ y: 7.5 });
    await keyboard.press("Enter");
    expect(await focused(page)).toBe("main");

    await keyboard.press("/");
    expect(await focused(page)).toBe("search");
    await keyboard.type("catalogue");
    await keyboard.press("ArrowDown");
    expect(await focused(page)).toMatch(/^List books/);
    await keyboard.press("ArrowDown");
    expect(await focused(page)).toMatch(/^Create a book/);
    await keyboard.press("ArrowUp");
    await keyboard.press("ArrowUp");
    expect(await focused(page)).toBe("search");
    await keyboard.press("Escape");
    expect(await page.getByRole("searchbox").inputValue()).toBe("");
    await keyboard.type("create");
    await keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Create a book" }).waitFor();
    expect(await focused(page)).toBe("Create a book");

    const tokenField = page.getByLabel("Bearer token");
    for (let step = 0; step < 60; step++) {
      if (await tokenField.evaluate((node) => node === node.ownerDocument.activeElement)) break;
      await keyboard.press("Tab");
    }
    await keyboard.type(token);
    await keyboard.press("Enter");
    await page.getByRole("region", { name: "Response", exact: true }).getByText("201").waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it("gets through the whole page and out again, and always sees where it is", async () => {
    const { page, close } = await watchedPage(browser, origin);
    await page.goto(`${origin}/docs#createBook`);
    const stops: string[] = [];
    const unseen: string[] = [];
    for (let step = 0; step < 200; step++) {
      await page.keyboard.press("Tab");
      const at = await focused(page);
      const style = await page.evaluate<string>(
        "(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.outlineWidth + (document.activeElement === document.body); })()",
      );
      if (style.endsWith("true") || (stops.length > 0 && at === stops[0])) break;
      stops.push(at);
      if (style.startsWith("none") || style.includes("0px")) unseen.push(at);
    }
    expect(stops.length).toBeGreaterThan(25);
    expect(stops.length).toBeLessThan(200);
    expect(unseen).toEqual([]);
    await close();
  });
});
