import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenAPIDocument } from "../templates/packages/core/src/openapi/document.ts";
import { launchBrowser, watchedPage } from "./support/browser.ts";
import { largeDocument, serveDocument } from "./support/docs-server.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const attack = `</script></style></title><img src=x onerror="alert(1)"><script>alert(2)</script>`;

/** Every text of it is an attack, and every structure that may be wrong is. */
const hostile = {
  openapi: "3.1.1",
  info: {
    title: attack,
    version: attack,
    summary: attack,
    description: `${attack}\n\n[click](javascript:alert(3)) [data](data:text/html,<script>alert(4)</script>)`,
    contact: { name: attack, url: "javascript:alert(5)" },
    license: { name: attack, url: "javascript:alert(6)" },
    termsOfService: "javascript:alert(7)",
  },
  servers: [{ url: "javascript:alert(8)" }, { url: "http://x;script-src *" }, { url: "https://*" }],
  tags: [{ name: attack, description: attack }],
  paths: {
    [`/${attack}`]: {
      post: {
        operationId: attack,
        summary: attack,
        description: attack,
        tags: [attack],
        security: [{ [attack]: [attack] }],
        parameters: [
          {
            name: attack,
            in: "query",
            required: true,
            description: attack,
            schema: { type: "string", enum: [attack] },
          },
          {
            name: "__proto__",
            in: "header",
            required: false,
            schema: { type: "constructor", format: "constructor" },
          },
        ],
        requestBody: {
          required: true,
          content: { [attack]: { schema: { $ref: "#/components/schemas/Loop" } } },
        },
        responses: {
          [attack]: {
            description: attack,
            content: { [attack]: { schema: { type: "string", default: attack } } },
          },
          200: { $ref: "#/components/responses/Nowhere" },
        },
      },
      get: null,
    },
    "/loop": {
      get: {
        operationId: "loop",
        summary: "Loop",
        security: [],
        responses: {
          200: {
            description: "",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Wide" } } },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Loop: { allOf: [{ $ref: "#/components/schemas/Loop" }], properties: { [attack]: { $ref: "#" } } },
      Wide: {
        required: ["a", "b", "c", "d"],
        properties: Object.fromEntries(
          ["a", "b", "c", "d"].map((name) => [name, { $ref: "#/components/schemas/Wide" }]),
        ),
        anyOf: [{ $ref: "#/components/schemas/Wide" }],
      },
    },
    responses: {},
    securitySchemes: { [attack]: { type: "apiKey", in: "header", name: attack } },
  },
} as unknown as OpenAPIDocument;

describe("a hostile document", () => {
  it("is shown as the text that it is, and runs nothing", async () => {
    const server = await serveDocument(hostile);
    const { page, problems, close } = await watchedPage(browser, server.origin);
    await page.goto(`${server.origin}/docs`);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(attack);
    expect(await page.title()).toBe(attack);
    await page.locator(".operation-list a").first().click();
    await page.locator(".eyebrow").waitFor();
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(attack);
    for (const summary of await page.locator("main summary").all()) await summary.click();
    expect(await page.locator("img, iframe, object, embed, main script, main style").count()).toBe(0);
    expect(await page.locator("a[href^='javascript:' i], a[href^='data:' i]").count()).toBe(0);
    await page.getByRole("button", { name: "Send request" }).click();
    await page.getByRole("status").filter({ hasText: "Answered 404" }).waitFor({ state: "attached" });
    expect(problems.splice(0)).toEqual([expect.stringContaining("status of 404")]);
    await page.goto(`${server.origin}/docs#loop`);
    await page.getByRole("heading", { level: 1, name: "Loop" }).waitFor();
    expect(problems).toEqual([]);
    await close();
    server.close();
  });

  it.each([
    {},
    { paths: [], info: null },
    { paths: { "/a": "x", "/b": { get: { parameters: {}, responses: [] } } } },
  ])("does not break the page: %j", async (parts) => {
    const document = { info: { title: "T", version: "1" }, ...parts } as unknown as OpenAPIDocument;
    const safe = { ...document, info: document.info ?? { title: "T", version: "1" } };
    const server = await serveDocument(safe);
    const { page, problems, close } = await watchedPage(browser, server.origin);
    await page.goto(`${server.origin}/docs`);
    await page.getByRole("heading", { level: 1, name: "T" }).waitFor();
    expect(problems).toEqual([]);
    await close();
    server.close();
  });

  it("would be noticed here if it ran: a page whose policy does not fit is full of violations", async () => {
    const server = await serveDocument(hostile, "another-nonce-that-is-not-the-page-s");
    const { page, problems, close } = await watchedPage(browser, server.origin);
    await page.goto(`${server.origin}/docs`);
    expect(problems.filter((problem) => problem.includes("Content Security Policy")).length).toBeGreaterThan(
      2,
    );
    await close();
    server.close();
  });
});

describe("authentication", () => {
  it("lets the reader choose among alternatives, and sends all of one", async () => {
    const document = {
      openapi: "3.1.1",
      info: { title: "Keys", version: "1" },
      servers: [{ url: "https://api.example.com", description: "Production" }],
      paths: {
        "/a": {
          get: { operationId: "a", security: [{ basic: [] }, { key: [], token: [] }, {}], responses: {} },
        },
        "/b": { get: { operationId: "b", security: [{ key: [] }], responses: {} } },
      },
      components: {
        securitySchemes: {
          basic: { type: "http", scheme: "basic" },
          key: { type: "apiKey", in: "query", name: "key" },
          token: { type: "oauth2" },
        },
      },
    } as unknown as OpenAPIDocument;
    const server = await serveDocument(document);
    const { page, problems, close } = await watchedPage(browser, server.origin);
    await page.route("**/{a,b}*", (route) => route.fulfill({ json: { ok: true } }));
    await page.goto(`${server.origin}/docs#a`);
    const sent = async () => {
      const [request] = await Promise.all([
        page.waitForRequest(/\/[ab](\?|$)/),
        page.getByRole("button", { name: "Send request" }).click(),
      ]);
      await page.getByLabel("Response body").waitFor();
      return [request.url().slice(server.origin.length), request.headers()["authorization"]];
    };

    await page.getByLabel("User name").fill("ada");
    await page.getByLabel("Password").fill("pä");
    // the server that the page came from, not the one in the document
    expect(await sent()).toEqual(["/a", `Basic ${Buffer.from("ada:pä").toString("base64")}`]);
    await page.getByLabel("Scheme").selectOption("key + token");
    expect(await page.getByLabel("Password").isVisible()).toBe(false);
    await page.getByLabel("key", { exact: true }).fill("k&y");
    await page.getByLabel("Bearer token").fill("t0ken");
    expect(await sent()).toEqual(["/a?key=k%26y", "Bearer t0ken"]);
    await page.getByLabel("Scheme").selectOption("without credentials");
    expect(await sent()).toEqual(["/a", undefined]);
    expect(await page.getByLabel("Server").locator("option").allTextContents()).toEqual([
      `${server.origin} – this server`,
      "https://api.example.com – Production",
    ]);

    await page.goto(`${server.origin}/docs#b`);
    expect(await page.getByLabel("key", { exact: true }).inputValue()).toBe("k&y");
    expect(problems).toEqual([]);
    await close();
    server.close();
  });
});

describe("200 operations", () => {
  it("are there at once and found at once", async () => {
    const server = await serveDocument(largeDocument(200));
    const { page, problems, close } = await watchedPage(browser, server.origin);
    await page.goto(`${server.origin}/docs`);
    expect(await page.getByRole("navigation").getByRole("link").count()).toBe(200);

    const loaded = await page.evaluate<number>(
      "(() => { const [n] = performance.getEntriesByType('navigation'); return n.domContentLoadedEventEnd - n.responseEnd; })()",
    );
    const timed = (act: string) =>
      page.evaluate<number>(
        `new Promise((done) => { const start = performance.now(); ${act}; requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))); })`,
      );
    const search = (text: string) =>
      timed(
        `const s = document.getElementById('search'); s.value = '${text}'; s.dispatchEvent(new Event('input', { bubbles: true }))`,
      );
    const searches = [
      await search("thing 1"),
      await search("thing 19"),
      await search("group 7"),
      await search(""),
    ];
    const opened = await timed("location.hash = 'operation150'");
    await page.getByRole("heading", { level: 1, name: "Do thing 150" }).waitFor();
    const link = page.getByRole("link", { name: /^Do thing 150 POST/ });
    expect(
      await link.evaluate((node) => (node as unknown as { offsetTop: number }).offsetTop),
    ).toBeGreaterThan(800);
    const box = await link.boundingBox();
    expect(box?.y).toBeLessThan(800);

    process.stdout.write(
      `200 operations: loaded ${loaded.toFixed(0)} ms, search ${searches.map((ms) => ms.toFixed(0)).join("/")} ms, opened ${opened.toFixed(0)} ms\n`,
    );
    expect(loaded).toBeLessThan(1500);
    expect(Math.max(...searches)).toBeLessThan(400);
    expect(opened).toBeLessThan(400);
    expect(problems).toEqual([]);
    await close();
    server.close();
  });
});
