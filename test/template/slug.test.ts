import fc from "fast-check";
import { expect, it } from "vitest";
import { slugOf } from "../../src/template/slug.ts";

it.each([
  ["shop-api", "shop-api"],
  ["@acme/shop-api", "shop-api"],
  ["@acme/Shop.api_v2", "shop-api-v2"],
  ["2048", "app-2048"],
  ["_private_", "private"],
  ["a".repeat(60), "a".repeat(50)],
  [`${"a".repeat(49)}.b`, "a".repeat(49)],
])("%s is %s", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

it("is what Workers, Vercel projects and CloudFormation stacks may be called", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^(?:@[a-z\d~-]+\/)?[a-z\d~][\w.~-]{0,80}$/), (name) => {
      expect(slugOf(name)).toMatch(/^[a-z](?:[a-z\d-]{0,48}[a-z\d])?$/);
    }),
  );
});
