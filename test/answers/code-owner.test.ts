import { expect, it } from "vitest";
import { parseCodeOwner } from "../../src/answers/code-owner.ts";

it.each([
  ["@octocat", "@octocat"],
  [" @acme/back-end ", "@acme/back-end"],
  ["ops@example.com", "ops@example.com"],
  ["none", "none"],
  ["", "none"],
])("reads %j", (text, value) => {
  expect(parseCodeOwner(text)).toEqual({ ok: true, value });
});

it.each(["octocat", "@", "@-a", "@a--b", "@acme/", "@acme/a/b", "@a @b", "@a\n* @evil", "a@b", "@a#"])(
  "refuses %j, and says what an owner looks like",
  (text) => {
    expect(parseCodeOwner(text)).toMatchObject({ ok: false, fix: expect.stringContaining("@user") });
  },
);
