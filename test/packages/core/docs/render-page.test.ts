import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderDocsPage } from "../../../../templates/packages/core/src/docs/index.ts";
import { anyText } from "../../../support/any-text.ts";
import { documentWith, nonce } from "./documents.ts";

const page = (parts = {}, options = {}) => renderDocsPage(documentWith(parts), { nonce, ...options });
const embedded = (html: string): string =>
  /<script type="application\/json" id="openapi-document">(.*)<\/script>/.exec(html)?.[1] ?? "";

const hostileTexts = [
  "</script><script>alert(1)</script>",
  "</SCRIPT >",
  "<!-- <script>",
  "</title><img src=x onerror=alert(1)>",
  "\" onload='alert(1)'",
  "\u2028\u2029\u0000",
  "&lt;b&gt; &amp;",
  "$& $' $` `",
];

describe("the page", () => {
  it.each(hostileTexts)("keeps a title of %j inside the title", (title) => {
    const html = page({ info: { title, version: title } });
    const outside = html
      .replace(embedded(html), "")
      .replace(/<title>[^<]*<\/title>/, "")
      .replace(/<span class="brand-(title|version)">[^<]*<\/span>/g, "");
    expect(outside).not.toContain(title);
    expect(html.match(/<\/?script/gi)).toHaveLength(6);
    expect(html.match(/<img|<!--/g)).toBeNull();
  });

  it("embeds any document so that it reads back as it was, with nothing that ends a script or a line", () => {
    const text = fc.oneof(anyText(), fc.constantFrom(...hostileTexts));
    fc.assert(
      fc.property(fc.dictionary(text, text, { noNullPrototype: true }), text, (schemas, title) => {
        const document = documentWith({
          info: { title, version: "1" },
          components: { schemas: { A: schemas }, responses: {} },
        });
        const json = embedded(renderDocsPage(document, { nonce }));
        expect(json).not.toMatch(/[<>&\u2028\u2029\n]/);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(document)));
      }),
    );
  });

  it("links the document where it is served, quoted", () => {
    const html = page({}, { openapiPath: '/o.json?a=1&b="', openapiYamlPath: "/o.yaml" });
    expect(html).toContain('href="/o.json?a=1&amp;b=&quot;"');
    expect(html).toContain('href="/o.yaml"');
    expect(page()).not.toContain("OpenAPI document as");
  });

  it("takes a title of its own", () => {
    expect(page({}, { title: "For partners" })).toContain("<title>For partners</title>");
  });

  it("gives its nonce to every style and script, and asks for nothing elsewhere", () => {
    const html = page();
    const own = html.slice(0, html.indexOf("<style")) + html.slice(html.indexOf("<body"));
    expect(html.match(/<(style|script)(?! type="application\/json")/g)).toHaveLength(3);
    expect(html.match(new RegExp(` nonce="${nonce}"`, "g"))).toHaveLength(3);
    expect(own).not.toMatch(/ (src|style|on\w+)=/i);
    expect(html).not.toMatch(/url\(|@import/);
  });

  it.each([
    "",
    "short",
    "with spaces with spaces with",
    '"><script>alert(1)//aaaaaaaa',
    "a;b,c'd-a;b,c'd-a;b,c'd",
  ])("refuses %j as a nonce", (bad) => {
    expect(() => renderDocsPage(documentWith(), { nonce: bad })).toThrow(TypeError);
  });

  it("stays within its budget without a document", () => {
    const html = page();
    expect(gzipSync(html).length).toBeLessThan(28_000);
    expect(html.length).toBeLessThan(110_000);
  });
});
