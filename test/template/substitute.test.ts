import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { substitute } from "../../src/template/substitute.ts";
import { githubExpression } from "./fixture-store.ts";

const values = { name: "@acme/api", packageManager: "pnpm", version: "1.2.3", slug: "api" };

const anyEscape = fc
  .array(fc.constantFrom('"', "\\", "\n", "\t", "\u0000", "\u2028", "$&", "a"), { minLength: 1 })
  .map((parts) => parts.join(""));

describe("substitute", () => {
  it.each([
    ["package.json", '{"n":"{{name}}"}', '{"n":"@acme/api"}'],
    ["deno.jsonc", '{"n":"{{name}}@{{version}}"}', '{"n":"@acme/api@1.2.3"}'],
    ["a/README.md", "{{name}} {{packageManager}}", "@acme/api pnpm"],
    ["a.yml", 'a: "{{name}}"', 'a: "@acme/api"'],
    ["a.yaml", "a: {{packageManager}} ci", "a: pnpm ci"],
    ["a.jsonc", '"{{slug}}"', '"api"'],
    ["a.toml", 'a = "{{name}}"', 'a = "@acme/api"'],
    [".env.example", "A={{name}}", "A=@acme/api"],
    [".env", "A={{version}}", "A=1.2.3"],
    [".npmrc", "a={{packageManager}}", "a=pnpm"],
    ["src/project.ts", 'const a = "{{name}}";', 'const a = "@acme/api";'],
    ["src/app.ts", "`{{name}}`", "`{{name}}`"],
    ["a.yml", `x: ${githubExpression}`, `x: ${githubExpression}`],
    ["a.yml", `x: ${githubExpression.replaceAll(" ", "")}`, `x: ${githubExpression.replaceAll(" ", "")}`],
    ["a.md", "{{ two words }} {{}} { {name} }", "{{ two words }} {{}} { {name} }"],
  ])("in %s: %s", (path, text, expected) => {
    expect(substitute(path, text, values)).toBe(expected);
  });

  it.each(["{{nmae}}", "{{ name }}", "{{toString}}", "{{__proto__}}"])(
    "refuses %s, which is no token",
    (token) => {
      expect(() => substitute("a.md", token, values)).toThrow(
        /which is no token: use \{\{name\}\}, \{\{packageManager\}\}, \{\{version\}\}, \{\{slug\}\}/,
      );
    },
  );

  it("refuses a scoped name in an unquoted YAML scalar, where it would not parse", () => {
    expect(() => substitute("a.yml", "a: {{name}}", values)).toThrow(/needs double quotes/);
  });

  it.each(["a\nB=1", "a b", "`rm`", "$(x)", "a#b", ""])("refuses %j where nothing quotes it", (name) => {
    for (const path of [".env.example", "a.md", ".npmrc"]) {
      expect(() => substitute(path, "A={{name}}", { ...values, name })).toThrow(/needs double quotes/);
    }
  });

  it("keeps any value whole inside quotes of JSON and YAML", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "grapheme" }), anyEscape), (name) => {
        const given = { ...values, name };
        expect(JSON.parse(substitute("a.json", '{"k\\"{{version}}": "<{{name}}>"}', given))).toEqual({
          'k"1.2.3': `<${name}>`,
        });
        expect(parse(substitute("a.yml", 'k: "<{{name}}>"\n', given))).toEqual({ k: `<${name}>` });
      }),
    );
  });
});
