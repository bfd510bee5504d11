import { describe, expect, it } from "vitest";
import { fillSecrets, setTrustProxy } from "../../src/template/env-file.ts";
import { countingSecrets } from "./fixture-store.ts";

describe("fillSecrets", () => {
  it("fills each marked variable with its own token", () => {
    expect(fillSecrets("# secret: a\nA=\nB=\n#secret: c\nC=\n", countingSecrets())).toBe(
      "# secret: a\nA=token-1\nB=\n#secret: c\nC=token-2\n",
    );
  });

  it.each(["# secret: a\n\nA=\n", "# secret: a\nA=already\n", "# secret: a\n# more\nA=\n", "# secret: a"])(
    "refuses a marker that does not stand above an empty variable: %j",
    (text) => {
      expect(() => fillSecrets(text, countingSecrets())).toThrow(/must stand directly above/);
    },
  );
});

describe("setTrustProxy", () => {
  it("does not need the line while nothing is set", () => {
    expect(setTrustProxy("A=1\n", "unset")).toBe("A=1\n");
  });

  it.each(["A=1\n", "#TRUST_PROXY=\n# TRUST_PROXY=\n", "TRUST_PROXY=x\n"])(
    "refuses %j to set it in",
    (text) => {
      expect(() => setTrustProxy(text, "none")).toThrow(/exactly one commented TRUST_PROXY= line/);
    },
  );

  it.each(["hops:1\nEVIL=1", "hops:1 # x", "$&"])("refuses the value %j", (value) => {
    expect(() => setTrustProxy("# TRUST_PROXY=\n", value)).toThrow(/TRUST_PROXY cannot hold/);
  });
});
