import { beforeAll, describe, expect, test } from "vitest";
import { compile, type Diagnostic } from "../../../support/compile.ts";

const registered = `declare module "@daloyjs/core" {
  interface Register { user: { readonly name: string; readonly team: number } }
}
`;
const prelude = `import "./register.ts";
import { basicAuth, bearerAuth, route } from "@daloyjs/core";
import { z } from "zod";
const of = { method: "GET", path: "/teams/:team", request: { params: z.object({ team: z.coerce.number() }) }, responses: { 200: {} }, handler: () => new Response() } as const;
`;

const right = {
  "authorize knows the user and the parameters": `route({ ...of, authorize: ({ user, params }) => user.team === params.team && user.name.length > 0 });`,
  "and so does a check that hides": `route({ ...of, authorize: { check: async ({ user, params }) => user.team === params.team, hide: true } });`,
  "a handler finds the user where a hook has put one": `route({ ...of, handler: ({ state }) => { state.user satisfies { name: string } | undefined; return new Response(state.user?.name); } });`,
  "hooks give such a user, or refuse": `bearerAuth({ tokens: [{ token: "t", user: { name: "ann", team: 1 } }] });
    bearerAuth({ validate: async (token) => (token === "t" ? { name: "ann", team: 1 } : null) });
    basicAuth({ verify: (name) => name === "ann" && { name, team: 1 } });`,
};

const wrong: Record<string, [code: string, says: RegExp]> = {
  "a property that the user does not have": [
    `route({ ...of, authorize: ({ user }) => user.admin });`,
    /'admin' does not exist on type '\{ readonly name: string; readonly team: number; \}'/,
  ],
  "a parameter that the path does not have": [
    `route({ ...of, authorize: ({ params }) => params.id === 1 });`,
    /'id' does not exist on type '\{ team: number; \}'/,
  ],
  "a check that says neither yes nor no": [
    `route({ ...of, authorize: ({ user }) => user.name });`,
    /'string' is not assignable to type 'Awaitable<boolean>'/,
  ],
  "a token's user of another shape": [
    `bearerAuth({ tokens: [{ token: "t", user: { name: "ann" } }] });`,
    /Property 'team' is missing/,
  ],
  "a verdict of another shape": [
    `bearerAuth({ validate: () => ({ team: 1 }) });`,
    /Property 'name' is missing/,
  ],
};

describe("a project that registers its user", () => {
  const fileOf = (name: string) => `${name.replaceAll(/[^a-z]+/gi, "-")}.ts`;
  let diagnostics: Diagnostic[];
  const said = (name: string) => diagnostics.filter(({ file }) => file === fileOf(name));

  beforeAll(async () => {
    const programs = [
      ...Object.entries(right),
      ...Object.entries(wrong).map(([name, [code]]): [string, string] => [name, code]),
    ];
    diagnostics = await compile({
      "register.ts": `import "@daloyjs/core";\n${registered}`,
      ...Object.fromEntries(programs.map(([name, code]) => [fileOf(name), `${prelude}${code}\n`])),
    });
  }, 180_000);

  test("breaks nothing in the core", () => {
    expect(diagnostics.filter(({ file }) => file === "" || file.startsWith(".."))).toEqual([]);
  });

  test.each(Object.keys(right))("%s", (name) => {
    expect(said(name)).toEqual([]);
  });

  test.each(Object.entries(wrong))("%s is a compile error", (name, [, message]) => {
    expect(said(name).map((diagnostic) => diagnostic.message)).toEqual([expect.stringMatching(message)]);
  });
});
