import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serve } from "../templates/packages/core/src/node/index.ts";
import { launchBrowser, type WatchedPage, watchedPage } from "./support/browser.ts";
import { docsApp, token } from "./support/docs-app.ts";

let browser: Browser;
let server: RunningServer;
let origin: string;
const opened: WatchedPage[] = [];

beforeAll(async () => {
  server = await serve(docsApp(), { port: 0, hostname: "127.0.0.1", handleSignals: false });
  origin = `http://127.0.0.1:${server.port}`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
afterEach(async () => {
  // whatever a test did: no violation, no error, no other host
  for (const { problems, close } of opened.splice(0)) {
    expect(problems).toEqual([]);
    await close();
  }
});

async function open(hash = "", options: BrowserContextOptions = {}): Promise<Page> {
  const watched = await watchedPage(browser, origin, options);
  opened.push(watched);
  await watched.page.goto(`${origin}/docs${hash}`);
  return watched.page;
}

/** Chromium logs every answer of 400 and above as an error: takes back those that a test asked for. */
function forgive(...statuses: number[]): void {
  const seen = opened[0]?.problems.splice(0);
  const message = "Failed to load resource: the server responded with a status of";
  expect(seen).toEqual(statuses.map((status) => expect.stringContaining(`${message} ${status}`)));
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const send = (page: Page) => page.getByRole("button", { name: "Send request" });
const answer = (page: Page) => page.getByRole("region", { name: "Response", exact: true });
const background = (page: Page) =>
  page.evaluate("getComputedStyle(document.documentElement).backgroundColor");

describe("the documentation page", () => {
  it("shows the API and every operation", async () => {
    const page = await open();
    expect(await heading(page).textContent()).toBe("Bookshop");
    expect(await page.title()).toBe("Bookshop");
    expect(
      await page.getByRole("navigation", { name: "Operations", exact: true }).getByRole("link").count(),
    ).toBe(7);
    expect(await page.getByRole("link", { name: "OpenAPI document as JSON" }).getAttribute("href")).toBe(
      "/openapi.json",
    );
  });

  it("shows an operation at its own link, with parameters, schemas and responses", async () => {
    const page = await open("#listBooks");
    expect(await heading(page).textContent()).toBe("List books");
    expect(await page.title()).toBe("List books · Bookshop");
    const limit = page.locator(".field", { hasText: "limit" }).first();
    expect(await limit.innerText()).toMatch(
      /limit\s+integer[\s\S]*How many books a page has\.[\s\S]*≥ 1[\s\S]*default 20/,
    );
    expect(await page.locator(".prose strong").first().textContent()).toBe("all");
    const guide = page.getByRole("link", { name: "style guide" });
    expect(await guide.getAttribute("href")).toBe("https://example.com/guide");
    expect(await page.locator(".response summary").allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringMatching(/200\s+A page of books/), expect.stringMatching(/422/)]),
    );
    expect(await page.getByRole("link", { name: "List books GET" }).getAttribute("aria-current")).toBe(
      "page",
    );
  });

  it("goes from operation to operation and back", async () => {
    const page = await open("#listBooks");
    await page.getByRole("link", { name: "Create a book", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Create a book" }).waitFor();
    expect(await heading(page).evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "List books" }).waitFor();
  });

  it("opens a schema that contains itself as deep as one likes", async () => {
    const page = await open("#listCategories");
    for (let depth = 0; depth < 5; depth++)
      await page.locator("summary", { hasText: "Members" }).nth(depth).click();
    await page.locator(".response .field-name", { hasText: "children" }).nth(5).waitFor();
  });

  it("says what is deprecated and what needs which credentials", async () => {
    const page = await open("#renameBook");
    expect(await page.locator(".operation-head").innerText()).toMatch(
      /Deprecated\.[\s\S]*bearer token with scope\s+books:write/,
    );
    await page.goto(`${origin}/docs#getBook`);
    expect(await page.locator(".security").innerText()).toContain("No authentication");
  });
});

describe("search", () => {
  it("finds by path, summary and tag, and counts aloud", async () => {
    const page = await open();
    const links = page.getByRole("navigation", { name: "Operations", exact: true }).getByRole("link");
    const search = page.getByRole("searchbox", { name: "Search operations" });
    for (const [query, count] of [
      ["/title", 1],
      ["create", 1],
      ["catalogue", 5],
      ["shops put", 1],
      ["zzz", 0],
    ] as const) {
      await search.fill(query);
      expect(await links.count(), query).toBe(count);
      expect(await page.getByRole("status").textContent()).toBe(`${count} of 7 operations`);
    }
    expect(await page.getByText("Nothing matches.").isVisible()).toBe(true);
  });
});

describe("a trial request", () => {
  it("is refused without a token and answered with one, and the token stays in memory", async () => {
    const page = await open("#createBook", { permissions: ["clipboard-read", "clipboard-write"] });
    await send(page).click();
    expect(await answer(page).innerText()).toMatch(/401/);
    await page.getByLabel("Bearer token").fill(token);
    await send(page).click();
    await answer(page).getByText("201").waitFor();
    expect(await answer(page).innerText()).toMatch(/\d+ ms · \d+ B/);
    expect(await page.getByLabel("Response body").innerText()).toContain('"isbn": "978-1111111111"');
    await answer(page)
      .getByText(/^Headers/)
      .click();
    expect(await answer(page).innerText()).toContain("x-content-type-options");
    expect(await page.getByRole("status").textContent()).toMatch(/^Answered 201 after/);

    expect(await page.getByLabel("curl line").innerText()).not.toContain(token);
    await page.getByRole("button", { name: "Copy the curl line" }).click();
    const copied = await page.evaluate("navigator.clipboard.readText()");
    expect(copied).toContain(`-H 'authorization: Bearer ${token}'`);
    expect(await page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")).toBe(
      '[{},{},""]',
    );

    await page.getByRole("link", { name: "Delete a book DELETE" }).click();
    expect(await page.getByLabel("Bearer token").inputValue()).toBe(token);
    await page.reload();
    expect(await page.getByLabel("Bearer token").inputValue()).toBe("");
    forgive(401);
  });

  it("sends what the form says: path, query, header and body", async () => {
    const page = await open("#listBooks");
    await page.getByLabel("genre").selectOption("science");
    await page.getByLabel("tags").fill("ocean, life");
    await page.getByLabel("x-shop").fill("Bath");
    const [request] = await Promise.all([page.waitForRequest(/\/books/), send(page).click()]);
    expect(request.url()).toBe(`${origin}/books?genre=science&tags=ocean&tags=life`);
    expect(request.headers()["x-shop"]).toBe("Bath");
    await answer(page).getByText("200").waitFor();

    await page.goto(`${origin}/docs#getBook`);
    await page.getByLabel("id").fill("");
    await send(page).click();
    expect(await page.locator(".form-error").isVisible()).toBe(true);
    expect(await page.getByLabel("id").getAttribute("aria-invalid")).toBe("true");
    await page.getByLabel("id").fill("3f2c8a4e-9b1d-4c7a-8e5f-6d0b2a1c9e73");
    await send(page).click();
    expect(await answer(page).innerText()).toContain("The Sea Around Us");
  });

  it("warns of a body that is no JSON, and sends it all the same", async () => {
    const page = await open("#createBook");
    await page.getByLabel("Bearer token").fill(token);
    await page.getByLabel("application/json").fill('{"title": ');
    expect(await page.getByText("Not valid JSON").isVisible()).toBe(true);
    await page.getByLabel("application/json").press("Control+Enter");
    expect(await answer(page).innerText()).toMatch(/400/);
    forgive(400);
  });

  it("can be cancelled", async () => {
    const page = await open("#getBook");
    await page.route("**/books/*", () => {}); // never answered
    await send(page).click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Cancelled.").first().waitFor();
    expect(await send(page).isVisible()).toBe(true);
  });

  it("says so when nobody answers", async () => {
    const gone = await serve(docsApp(), { port: 0, hostname: "127.0.0.1", handleSignals: false });
    const watched = await watchedPage(browser, `http://127.0.0.1:${gone.port}`);
    await watched.page.goto(`http://127.0.0.1:${gone.port}/docs#getBook`);
    await gone.close();
    await send(watched.page).click();
    await watched.page.getByText("No answer.", { exact: true }).waitFor();
    expect(await watched.page.getByRole("status").textContent()).toMatch(
      /^No answer\..*Is the server still running/,
    );
    await watched.close();
  });
});

describe("light and dark", () => {
  it("follow the system, and the button where it was used", async () => {
    const page = await open("", { colorScheme: "dark" });
    expect(await background(page)).toBe("rgb(16, 20, 24)");
    await page.getByRole("button", { name: "Colour theme: system" }).click();
    expect(await background(page)).toBe("rgb(255, 255, 255)");
    await page.reload();
    expect(await background(page)).toBe("rgb(255, 255, 255)");
    await page.getByRole("button", { name: "Colour theme: light" }).click();
    await page.getByRole("button", { name: "Colour theme: dark" }).click();
    await page.emulateMedia({ colorScheme: "light" });
    expect(await background(page)).toBe("rgb(255, 255, 255)");
  });
});

describe("narrow screens", () => {
  it.each([320, 390])("need no sideways scrolling at %d pixels", async (width) => {
    const page = await open("", { viewport: { width, height: 800 } });
    for (const hash of ["", "#listBooks", "#createBook", "#replaceOpeningHours"]) {
      await page.goto(`${origin}/docs${hash}`);
      expect(await page.evaluate("document.documentElement.scrollWidth"), hash).toBe(width);
    }
  });

  it("keep the operations in a menu", async () => {
    const page = await open("", { viewport: { width: 390, height: 800 } });
    const navigation = page.getByRole("navigation", { name: "Operations", exact: true });
    const menu = page.getByRole("button", { name: "Operations", exact: true });
    expect(await navigation.isVisible()).toBe(false);
    await menu.click();
    expect(await menu.getAttribute("aria-expanded")).toBe("true");
    expect(await page.locator("main").evaluate((main) => (main as unknown as { inert: boolean }).inert)).toBe(
      true,
    );
    await navigation.getByRole("link", { name: /^Get a book/ }).press("Escape");
    expect(await navigation.isVisible()).toBe(false);
    await page.keyboard.press("/");
    await page.keyboard.type("get a book");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Get a book" }).waitFor();
    expect(await navigation.isVisible()).toBe(false);
  });
});
