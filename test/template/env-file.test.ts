import { execFileSync } from "node:child_process";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { randomSecrets } from "../../src/random-secrets.ts";
import { developmentEnv, setVariable } from "../../src/template/env-file.ts";
import { createJwtSigner, createJwtVerifier } from "../../templates/packages/core/src/index.ts";
import { countingSecrets } from "./fixture-store.ts";

describe("developmentEnv", () => {
  it("fills each marked variable with its own token", () => {
    expect(developmentEnv("# secret: a\nA=\nB=\n#secret: c\nC=\n", countingSecrets())).toBe(
      "# secret: a\nA=token-1\nB=\n#secret: c\nC=token-2\n",
    );
  });

  it.each(["# secret: a\n\nA=\n", "# secret: a\nA=already\n", "# secret: a\n# more\nA=\n", "# secret: a"])(
    "refuses a marker that does not stand above an empty variable: %j",
    (text) => {
      expect(() => developmentEnv(text, countingSecrets())).toThrow(/must stand directly above/);
    },
  );

  const withKeyPair = "# DALOY_ENV=production\n# development key pair: for tokens\nKEYS=\nPRIVATE_KEY=\nB=\n";

  it("gives each half of a key pair to its variable, and says that this machine is for development", () => {
    const lines = developmentEnv(withKeyPair, countingSecrets()).split("\n");
    expect(lines).toEqual([
      "DALOY_ENV=development",
      "# development key pair: for tokens",
      `KEYS='{"keys":[{"x":"key-1","kid":"daloy-development"}]}'`,
      `PRIVATE_KEY='{"x":"key-1","d":"private","kid":"daloy-development"}'`,
      "B=",
      "",
    ]);
  });

  it("makes keys of which neither dotenv nor a shell changes a character", async () => {
    const text = developmentEnv(withKeyPair, randomSecrets);
    const values = parseEnv(text);
    const shell = execFileSync("sh", ["-c", `${text}\nprintf '%s\\n%s' "$KEYS" "$PRIVATE_KEY"`], {
      encoding: "utf8",
    });
    expect(shell.split("\n")).toEqual([values["KEYS"], values["PRIVATE_KEY"]]);
    const { keys } = JSON.parse(values["KEYS"] ?? "");
    const signer = createJwtSigner({
      alg: "ES256",
      key: JSON.parse(values["PRIVATE_KEY"] ?? ""),
      maxLifetimeSeconds: 60,
    });
    const { header } = await createJwtVerifier({ algorithms: ["ES256"], key: { keys } }).verify(
      await signer.sign({}),
    );
    expect(header.kid).toBe("daloy-development");
    expect(keys[0]).not.toHaveProperty("d");
  });

  it.each([withKeyPair.replace("PRIVATE_KEY=", ""), withKeyPair.replace("# DALOY_ENV=production", "")])(
    "refuses a key pair that has not both places, or no environment to name: %j",
    (text) => {
      expect(() => developmentEnv(text, countingSecrets())).toThrow(/2 empty NAME= lines|DALOY_ENV= line/);
    },
  );
});

describe("setVariable", () => {
  it.each(["A=1\n", "#TRUST_PROXY=\n# TRUST_PROXY=\n", "TRUST_PROXY=x\n"])(
    "refuses %j to set it in",
    (text) => {
      expect(() => setVariable(text, "TRUST_PROXY", "none")).toThrow(
        /exactly one commented TRUST_PROXY= line/,
      );
    },
  );

  it.each(["hops:1\nEVIL=1", "hops:1 # x", "$&"])("refuses the value %j", (value) => {
    expect(() => setVariable("# TRUST_PROXY=\n", "TRUST_PROXY", value)).toThrow(/TRUST_PROXY cannot hold/);
  });
});
