import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HeaderList } from "../../../../templates/packages/core/src/http/header-list.ts";

describe("HeaderList", () => {
  it("matches names without regard to case and keeps them in lower case", () => {
    const list = new HeaderList()
      .set("X-A", "1")
      .append("x-a", "2")
      .append("Set-Cookie", "a")
      .append("set-cookie", "b");
    expect(list.get("X-a")).toBe("1, 2");
    expect([...list]).toEqual([
      ["x-a", "1"],
      ["x-a", "2"],
      ["set-cookie", "a"],
      ["set-cookie", "b"],
    ]);
    expect([list.has("SET-COOKIE"), list.has("b"), list.get("b")]).toEqual([true, false, null]);
    expect([...list.set("X-A", "3").delete("Set-Cookie")]).toEqual([["x-a", "3"]]);
  });

  it.each([
    [undefined, "Origin", "Origin"],
    ["Accept", "Origin", "Accept, Origin"],
    ["accept,origin", "Origin", "accept,origin"],
    ["*", "Origin", "*"],
    ["X-Origin", "Origin", "X-Origin, Origin"],
  ])("vary: %s and %s is %s", (present, token, expected) => {
    const list = new HeaderList(present === undefined ? [] : ["vary", present]);
    expect(list.vary(token).vary(token).get("vary")).toBe(expected);
  });

  it("takes what the platform's Headers take, less obsolete line folding, and nothing else", () => {
    const text = fc.string({
      unit: fc.integer({ min: 0, max: 0x120 }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(text, text, (name, value) => {
        let taken = true;
        try {
          new HeaderList().set(name, value);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          if (value.length > 3) expect(String(error)).not.toContain(value);
          taken = false;
        }
        if (taken) expect(() => new Headers([[name, value]])).not.toThrow();
        if (/[\r\n\0]/.test(name + value)) expect(taken).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("agrees with the platform's Headers, whatever is done to both", () => {
    const name = fc.constantFrom("a", "A", "b", "vary", "x-long-name");
    const command = fc.tuple(
      fc.constantFrom("set", "append", "delete"),
      name,
      fc.constantFrom("1", "2", "a b", ""),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        const [ours, theirs] = [new HeaderList(), new Headers()];
        for (const [verb, field, value] of commands) {
          if (verb === "delete") {
            ours.delete(field);
            theirs.delete(field);
          } else {
            ours[verb as "set"](field, value);
            theirs[verb as "set"](field, value);
          }
        }
        for (const field of ["a", "b", "vary", "x-long-name"]) {
          expect([ours.get(field), ours.has(field)]).toEqual([theirs.get(field), theirs.has(field)]);
        }
      }),
    );
  });
});
