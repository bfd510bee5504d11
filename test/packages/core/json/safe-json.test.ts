import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import {
  JsonError,
  type SafeJsonOptions,
  safeJsonParse,
} from "../../../../templates/packages/core/src/json/safe-json.ts";

const BACKSLASH = "\\";
const POISONED = ["__proto__", "constructor", "prototype"];

function codeOf(text: string, options?: SafeJsonOptions): string {
  try {
    safeJsonParse(text, options);
    return "accepted";
  } catch (error) {
    return error instanceof JsonError ? error.code : `untyped ${String(error)}`;
  }
}

function nested(depth: number): string {
  return "[".repeat(depth) + "]".repeat(depth);
}

describe("accepts what RFC 8259 allows, as JSON.parse reads it", () => {
  test.each([
    ["null", "null"],
    ["true", "true"],
    ["a number", "-0.5e+10"],
    ["negative zero", "-0"],
    ["a number beyond 2^53", "12345678901234567890"],
    ["a number beyond double", "1e400"],
    ["an empty string", '""'],
    ["an empty object", "{}"],
    ["an empty array", "[]"],
    ["all white space", " \t\r\n[ \t\r\n] \t\r\n"],
    ["every escape", '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041"'],
    ["a surrogate pair", '"\\ud83d\\ude00"'],
    ["a lone surrogate", '"\\ud800"'],
    ["U+2028 raw", '"\u2028"'],
    ["DEL raw", '"\u007f"'],
    ["an empty name", '{"":1}'],
    ["names differing by case", '{"a":1,"A":2}'],
    ["names differing by normal form", '{"\u00e9":1,"e\u0301":2}'],
    ["the same name in sibling objects", '[{"a":1},{"a":2},{"b":{"a":3}}]'],
    ["structure inside strings", '{"a":"{[:,]}","b":"::::"}'],
    ["a string that ends in an escaped backslash", '{"a":"x\\\\","b":":"}'],
    ["a string that is an escaped quote", '{"a":"\\"","b":1}'],
    ["many backslashes", `{"a":"${BACKSLASH.repeat(12)}","b":"${BACKSLASH.repeat(11)}"x"}`],
    ["integer-like names", '{"2":1,"1":2,"-1":3,"01":4}'],
    ["names of Object.prototype", '{"toString":1,"hasOwnProperty":2,"valueOf":3}'],
  ])("%s", (_name, text) => {
    expect(safeJsonParse(text)).toStrictEqual(JSON.parse(text));
  });

  test("one byte order mark is ignored, two are not", () => {
    expect(safeJsonParse('\ufeff{"a":1}')).toStrictEqual({ a: 1 });
    expect(codeOf('\ufeff\ufeff{"a":1}')).toBe("syntax");
  });
});

describe("refuses what RFC 8259 forbids", () => {
  test.each([
    ["nothing", ""],
    ["white space only", "  "],
    ["a trailing comma in an object", '{"a":1,}'],
    ["a trailing comma in an array", "[1,]"],
    ["a leading comma", "[,1]"],
    ["a missing colon", '{"a" 1}'],
    ["two colons", '{"a"::1}'],
    ["a missing value", '{"a":}'],
    ["an unquoted name", "{a:1}"],
    ["single quotes", "{'a':1}"],
    ["a comment", "[1] // x"],
    ["a leading zero", "[01]"],
    ["a leading plus", "[+1]"],
    ["a bare point", "[.5]"],
    ["a trailing point", "[5.]"],
    ["an empty exponent", "[1e]"],
    ["hexadecimal", "[0x1]"],
    ["NaN", "[NaN]"],
    ["Infinity", "[Infinity]"],
    ["a line feed in a string", '"\n"'],
    ["a NUL in a string", '"\u0000"'],
    ["a tab in a string", '"\t"'],
    ["an unknown escape", '"\\x41"'],
    ["a short unicode escape", '"\\u004"'],
    ["an open string", '"abc'],
    ["an open string with an escaped end", '"abc\\"'],
    ["an open array", "[1"],
    ["a mismatched close", "[1}"],
    ["an extra close", "[1]]"],
    ["two documents", "{} {}"],
    ["capital TRUE", "TRUE"],
    ["undefined", "undefined"],
    ["a no-break space", "\u00a0[]"],
    ["a form feed", "\f[]"],
    ["quotes only", '"""'],
  ])("%s", (_name, text) => {
    expect(codeOf(text)).toBe("syntax");
  });

  test("the error never contains the text", () => {
    for (const text of ['{"password":"hunter2"', '{"hunter2":1,"hunter2":2}', `${"[".repeat(60)}hunter2`]) {
      expect(() => safeJsonParse(text)).toThrow(JsonError);
      try {
        safeJsonParse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(JsonError);
        expect(`${String(error)} ${String((error as Error).cause)}`).not.toContain("hunter2");
      }
    }
  });
});

describe("duplicate names", () => {
  test.each([
    ["at the root", '{"a":1,"a":1}'],
    ["nested", '{"x":[{"a":1,"b":{"c":1,"c":2}}]}'],
    ["written with an escape", '{"a":1,"\\u0061":2}'],
    ["empty", '{"":1,"":2}'],
    ["integer-like", '{"1":1,"1":2}'],
    ["poisoned", '{"__proto__":1,"__proto__":2}'],
    ["hidden below a poisoned name", '{"__proto__":{"a":1,"a":2}}'],
    ["whose first value is an object that vanishes", '{"a":{"x":1,"y":2},"a":1}'],
    ["whose values make up for the missing member", '{"a":1,"a":{"x":1}}'],
    ["beside colons in strings", '{"at":"12:30:00","a":":","a":"\\":"}'],
  ])("%s", (_name, text) => {
    expect(codeOf(text)).toBe("duplicate");
  });

  test("every repeated name is found, and nothing else", () => {
    const name = fc.constantFrom("a", "b", "__proto__", "c\\u0061", "ca", ":", "{");
    const tree: fc.Arbitrary<{ text: string; twice: boolean }> = fc.letrec<{
      node: { text: string; twice: boolean };
    }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4, depthSize: "small" },
        fc.constantFrom({ text: '"x:\\""', twice: false }, { text: "1", twice: false }),
        fc.array(tie("node"), { maxLength: 3 }).map((items) => ({
          text: `[${items.map((item) => item.text).join(",")}]`,
          twice: items.some((item) => item.twice),
        })),
        fc.array(fc.tuple(name, tie("node")), { maxLength: 4 }).map((members) => {
          const names = members.map(([key]) => JSON.parse(`"${key}"`) as string);
          return {
            text: `{${members.map(([key, item]) => `"${key}": ${item.text}`).join(" , ")}}`,
            twice: new Set(names).size !== names.length || members.some(([, item]) => item.twice),
          };
        }),
      ),
    })).node;
    fc.assert(
      fc.property(tree, ({ text, twice }) => {
        expect(codeOf(text)).toBe(twice ? "duplicate" : "accepted");
      }),
      { numRuns: 500 },
    );
  });
});

describe("poisoned names", () => {
  test.each([
    ["plain", (name: string) => `{"keep":1,"${name}":{"admin":true}}`],
    ["deep", (name: string) => `{"keep":1,"deep":[[{"${name}":1}]]}`],
    ["escaped", (name: string) => `{"keep":1,"${escapeAll(name)}":1}`],
    ["below itself", (name: string) => `{"keep":1,"${name}":{"${name}":{"${name}":1}}}`],
  ])("%s", (_name, build) => {
    for (const name of POISONED) {
      const clean = safeJsonParse(build(name));
      expect(JSON.stringify(clean)).not.toContain(name);
      expect(clean).toHaveProperty("keep", 1);
      expect(Object.getPrototypeOf(clean)).toBe(Object.prototype);
      expect(codeOf(build(name), { poisonedKeys: "reject" })).toBe("poisoned");
    }
  });

  test("as values they are harmless and kept", () => {
    const text = '{"a":"__proto__","b":["constructor","prototype"],"constructors":1,"__proto":2}';
    expect(safeJsonParse(text, { poisonedKeys: "reject" })).toStrictEqual(JSON.parse(text));
  });
});

describe("limits", () => {
  test("depth", () => {
    expect(codeOf(nested(50))).toBe("accepted");
    expect(codeOf(nested(51))).toBe("depth");
    expect(codeOf(nested(3), { maxDepth: 2 })).toBe("depth");
    expect(codeOf('{"a":{"b":{}}}', { maxDepth: 2 })).toBe("depth");
    expect(codeOf(`[${"[],".repeat(500)}[]]`, { maxDepth: 2 })).toBe("accepted");
    expect(codeOf(`["${"[".repeat(100)}"]`, { maxDepth: 1 })).toBe("accepted");
    expect(codeOf(nested(1_000_000))).toBe("depth");
  });

  test("members, counted over the whole document", () => {
    const members = (count: number) => `{${Array.from({ length: count }, (_, i) => `"k${i}":0`).join(",")}}`;
    expect(codeOf(members(10_000))).toBe("accepted");
    expect(codeOf(members(10_001))).toBe("keys");
    expect(codeOf(`[${members(2)},${members(2)}]`, { maxKeys: 4 })).toBe("accepted");
    expect(codeOf(`[${members(2)},${members(3)}]`, { maxKeys: 4 })).toBe("keys");
    expect(codeOf('{"a":"::::"}', { maxKeys: 1 })).toBe("accepted");
    expect(codeOf(`${members(10_001)} and then no JSON`)).toBe("keys");
  });
});

describe("a prototype that someone else polluted", () => {
  const prototype: Record<string, unknown> = Object.prototype as never;
  afterEach(() => {
    delete prototype["polluted"];
  });

  test("neither hides a duplicate nor invents one", () => {
    prototype["polluted"] = 1;
    expect(codeOf('{"a":1}')).toBe("accepted");
    expect(codeOf('{"a":1,"a":2}')).toBe("duplicate");
  });
});

test("equals JSON.parse for every value without poisoned names", () => {
  const value = fc.jsonValue({ maxDepth: 6 }).filter((json) => {
    const text = JSON.stringify(json);
    return !POISONED.some((name) => text.includes(name));
  });
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 1, "\t"), (json, indent) => {
      const text = JSON.stringify(json, null, indent);
      expect(safeJsonParse(text)).toStrictEqual(JSON.parse(text));
    }),
    { numRuns: 500 },
  );
});

test("on any text it agrees with JSON.parse about validity or gives a reason of its own", () => {
  const soup = fc.array(fc.constantFrom("{", "}", "[", "]", ":", ",", '"', "\\", "a", "1", " "), {
    maxLength: 24,
  });
  fc.assert(
    fc.property(
      soup.map((parts) => parts.join("")),
      (text) => {
        const code = codeOf(text);
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(valid ? ["accepted", "duplicate"] : ["syntax"]).toContain(code);
      },
    ),
    { numRuns: 3000 },
  );
});

function escapeAll(name: string): string {
  return [...name].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}
