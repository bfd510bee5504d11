import { describe, expect, it } from "vitest";
import { dependencies } from "../../../../../templates/packages/cli/src/gates/dependencies/dependencies.ts";
import { loadPopularPackages } from "../../../../../templates/packages/cli/src/gates/dependencies/popular-packages.ts";
import type { Answer } from "../../../../../templates/packages/cli/src/registry/registry.ts";
import { outcomeOf, places, prove } from "../support/prove.ts";

prove(dependencies);

/** The clock of {@link outcomeOf} stands at 2026-11-22. */
const found = (time: Readonly<Record<string, string>>, latest = "1.0.0"): Answer => ({
  status: "found",
  packument: {
    name: "acme-invoices",
    time: new Map(Object.entries(time)),
    tags: new Map([["latest", latest]]),
    versions: new Map(),
  },
});

async function judged(answer: Answer, acknowledged: readonly string[] = [], name = "acme-invoices") {
  const approval = { by: "Ada", on: "2026-11-01", why: "invoices", acknowledged };
  const files = new Map([["package.json", JSON.stringify({ dependencies: { [name]: "1.0.0" } })]]);
  const asked: string[] = [];
  const registry = {
    async packument(one: string) {
      asked.push(one);
      return answer;
    },
  };
  const config = { dependencies: { approved: { [name]: approval } } };
  const outcome = await outcomeOf(dependencies, files, config, registry);
  return { found: places(outcome).map((place) => place.split(" ")[1]), asked, ...outcome };
}

describe("dependencies, with the registry,", () => {
  it.each<[string, Answer, readonly string[]]>([
    ["a package of today", found({ created: "2026-11-21T23:00:00Z" }), ["new"]],
    ["a package of last week", found({ created: "2026-11-15T00:00:00Z" }), ["new"]],
    ["a package of the day before it counts as known", found({ created: "2026-10-24T00:00:00Z" }), ["new"]],
    [
      "an old name whose versions are new",
      found({ created: "2024-01-01T00:00:00Z", "1.0.0": "2026-11-20T00:00:00Z" }),
      [],
    ],
    [
      "a date of creation that is later than its versions",
      found({ created: "2026-11-20T00:00:00Z", "1.0.0": "2024-01-01T00:00:00Z" }),
      [],
    ],
    [
      "one that was modified today",
      found({ created: "2026-01-01T00:00:00Z", modified: "2026-11-21T00:00:00Z" }),
      [],
    ],
    ["a package of thirty days", found({ created: "2026-10-23T00:00:00Z" }), []],
    ["a name that nobody has published", { status: "missing" }, ["unknown"]],
    [
      "a name that the registry took down",
      found({ created: "2020-01-01T00:00:00Z" }, "0.0.1-security"),
      ["removed"],
    ],
  ])("judges %s", async (_name, answer, rules) => {
    expect((await judged(answer)).found).toEqual(rules);
  });

  it("lets pass what was acknowledged, and nothing else", async () => {
    const young = found({ created: "2026-11-15T00:00:00Z" });
    expect((await judged(young, ["new"])).found).toEqual([]);
    expect((await judged(young, ["look-alike", "scope"])).found).toEqual(["new"]);
    expect((await judged({ status: "missing" }, ["new"])).found).toEqual(["unknown"]);
  });

  it("says how old a package is, and how old it must be", async () => {
    const { findings } = await judged(found({ created: "2026-11-15T00:00:00Z" }));
    expect(findings[0]?.message).toBe(
      "acme-invoices was first published on 2026-11-15, 7 days ago; younger than 30 days is refused.",
    );
  });

  it("asks nobody about what is popular", async () => {
    const popular = await judged({ status: "missing" }, [], "@redis/client");
    expect(popular).toMatchObject({ found: [], asked: [], unchecked: [] });
  });

  it("says what it did not learn, and fails nothing for it", async () => {
    const reason = "registry.acme.dev cannot be reached (ENOTFOUND).";
    const silent = await judged({ status: "unreachable", reason, host: true });
    expect(silent).toMatchObject({
      found: [],
      unchecked: [`When acme-invoices first came out. ${reason}`],
    });
    expect(await judged(found({ modified: "2026-11-20T00:00:00Z" }))).toMatchObject({
      found: [],
      unchecked: [expect.stringContaining("does not say when acme-invoices was published")],
    });
  });
});

it("flags few of the names that are just not popular enough for its list", async () => {
  const { npmHighImpact } = await import("npm-high-impact");
  const { lookAlikeOf } = await import(
    "../../../../../templates/packages/cli/src/gates/dependencies/look-alike.ts"
  );
  const popular = await loadPopularPackages();
  const others = npmHighImpact.filter((name) => popular.rank(name) === undefined);
  const flagged = others.filter((name) => lookAlikeOf(name, popular) !== undefined);
  expect(others.length).toBeGreaterThan(5_000);
  expect(flagged.length / others.length).toBeLessThan(0.03);
});
