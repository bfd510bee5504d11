import { expect, it } from "vitest";
import { appendEnv, appendText } from "../../src/template/merge-lines.ts";

const parts = (...texts: string[]) => texts.map((text, index) => ({ layer: `layer-${index + 1}`, text }));

it("appends with one blank line between and one final newline", () => {
  expect(appendText(parts("a\n\n\n", "\n\nb", "  c\n"))).toBe("a\n\nb\n\n  c\n");
});

it("appends dotenv text, comments and commented settings included", () => {
  expect(appendEnv(".env.example", parts("# A=1\nB=2\n", "# A=3\nC=4\n"))).toBe("# A=1\nB=2\n\n# A=3\nC=4\n");
});

it.each(["B=3", "  B = 3", "export B=3"])("refuses a second layer with %j for the same variable", (line) => {
  expect(() => appendEnv(".env.example", parts("B=2\n", line))).toThrow('"layer-1" and "layer-2" both set B');
});
