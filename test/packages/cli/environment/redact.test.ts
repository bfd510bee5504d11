import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedactor } from "../../../../templates/packages/cli/src/environment/redact.ts";

const redactor = (values: Record<string, string>, example: Record<string, string> = {}) =>
  createRedactor({ values, example, secrets: [] }, values, []);

describe("redaction", () => {
  it("puts the variable's name where its value was, in every form", () => {
    const redact = redactor({ TOKEN: 'a+b/"c"=d' });
    expect(redact('1 a+b/"c"=d 2 a%2Bb%2F%22c%22%3Dd 3 a+b/\\"c\\"=d')).toBe("1 [TOKEN] 2 [TOKEN] 3 [TOKEN]");
  });

  it("hides the longer of two values that overlap as a whole", () => {
    expect(redactor({ SHORT: "secret", LONG: "secret-and-more" })("secret-and-more")).toBe("[LONG]");
  });

  it("hides what was made up or came from the real environment", () => {
    const files = { values: {}, example: {}, secrets: ["A"] };
    const redact = createRedactor(files, { A: "made-up-value", B: "token-value", C: "not-a-secret" }, ["B"]);
    expect(redact("made-up-value token-value not-a-secret")).toBe("[A] [B] not-a-secret");
  });

  it("leaves what is public or too short to be a secret", () => {
    const redact = redactor({ PORT: "3000", HOST: "127.0.0.1" }, { HOST: "127.0.0.1" });
    expect(redact("127.0.0.1:3000")).toBe("127.0.0.1:3000");
  });

  it("lets no secret through, wherever it stands", () => {
    const secret = fc.string({
      minLength: 6,
      maxLength: 60,
      unit: fc.constantFrom(...'abcXYZ019+/=_-%\\"$&'.split("")),
    });
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const text = redactor({ T: value })(`${before}${value}${after} ${JSON.stringify({ value })}`);
        expect(text.includes(value) && !`${before}[T]${after}`.includes(value)).toBe(false);
      }),
    );
  });
});
