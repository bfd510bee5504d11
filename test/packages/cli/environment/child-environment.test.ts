import { describe, expect, it } from "vitest";
import {
  productionEnvironment,
  systemEnvironment,
} from "../../../../templates/packages/cli/src/environment/child-environment.ts";
import { markedSecrets } from "../../../../templates/packages/cli/src/environment/env-files.ts";

const files = { values: {}, example: {}, secrets: [] };

describe("the environment of a production start", () => {
  const real = {
    PATH: "/bin",
    HOME: "/home/me",
    NODE_ENV: "test",
    NODE_OPTIONS: "--inspect",
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
    DALOY_ENV: "development",
    npm_config_registry: "http://elsewhere",
    CORS_ORIGINS: "*",
  };

  it("has of the real one what the system needs, and nothing else", () => {
    expect(systemEnvironment(real)).toEqual({ PATH: "/bin", HOME: "/home/me" });
    expect(productionEnvironment(real, files, [])).toEqual({
      PATH: "/bin",
      HOME: "/home/me",
      DALOY_ENV: "production",
      NODE_ENV: "production",
    });
  });

  it("has .env, where the real environment wins, but not for Node's own settings", () => {
    const values = {
      CORS_ORIGINS: "https://a.example",
      LOG_LEVEL: "warn",
      NODE_OPTIONS: "",
      DALOY_ENV: "test",
    };
    expect(productionEnvironment(real, { ...files, values }, [])).toMatchObject({
      CORS_ORIGINS: "*",
      LOG_LEVEL: "warn",
      NODE_OPTIONS: "",
      DALOY_ENV: "production",
    });
  });

  it("takes from the real one what .env.example names, but not its example values", () => {
    const example = { DATABASE_URL: "postgres://localhost", OTHER: "x" };
    const env = productionEnvironment({ DATABASE_URL: "postgres://ci" }, { ...files, example }, []);
    expect(env).toEqual({ DATABASE_URL: "postgres://ci", DALOY_ENV: "production", NODE_ENV: "production" });
  });

  it("makes up the secrets that are set nowhere, new ones each time", () => {
    const marked = {
      ...files,
      values: { A_TOKEN: "from .env", B_TOKEN: "" },
      secrets: ["A_TOKEN", "B_TOKEN"],
    };
    const [first, second] = [
      productionEnvironment({}, marked, ["C"]),
      productionEnvironment({}, marked, ["C"]),
    ];
    expect(first["A_TOKEN"]).toBe("from .env");
    for (const name of ["B_TOKEN", "C"]) {
      expect(first[name]).toHaveLength(64);
      expect(first[name]).not.toBe(second[name]);
    }
  });
});

describe("the secrets of .env.example", () => {
  it.each<[string, string[]]>([
    ["# secret: reads\nREAD=\n# secret: writes\r\nWRITE=\n", ["READ", "WRITE"]],
    ["#secret: one\nONE=\n", ["ONE"]],
    ["# a secret: no marker\nONE=\n", []],
    ["# secret: far away\n\nONE=\n", []],
    ["ONE=\n", []],
  ])("in %j", (text, names) => expect(markedSecrets(text)).toEqual(names));
});
