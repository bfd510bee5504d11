import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError, loadConfig } from "../src/config.ts";
import { adminPassword, configFrom, required, tokens } from "./support.ts";

function faultsOf(variables: Record<string, string>): readonly string[] {
  try {
    configFrom(variables);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.faults;
  }
  assert.fail("The configuration was accepted.");
}

test("an environment with only what must be set gives the safe defaults", () => {
  const { auth, rateLimit, ...config } = loadConfig((name) => required[name]);
  assert.deepEqual(config, {
    env: "production",
    host: "127.0.0.1",
    port: 3000,
    logLevel: "info",
    trustProxy: undefined,
    corsOrigins: [],
    rateLimitPerMinute: 300,
    loadShedding: true,
    metricsToken: undefined,
    adminPassword: undefined,
    adminAllowedIps: ["127.0.0.0/8", "::1"],
  });
});

test("every variable arrives where the code reads it", () => {
  const { auth, rateLimit, ...config } = configFrom({
    DALOY_ENV: "development",
    NODE_ENV: "production",
    HOST: "0.0.0.0",
    PORT: " 8080 ",
    LOG_LEVEL: "debug",
    TRUST_PROXY: "hops:2",
    CORS_ORIGINS: "https://app.example.com, http://localhost:5173",
    RATE_LIMIT_PER_MINUTE: "60",
    LOAD_SHEDDING: "off",
    ADMIN_ALLOWED_IPS: "10.0.0.0/8, 2001:db8::1",
  });
  assert.deepEqual(config, {
    env: "development",
    host: "0.0.0.0",
    port: 8080,
    logLevel: "debug",
    trustProxy: { hops: 2 },
    corsOrigins: ["https://app.example.com", "http://localhost:5173"],
    rateLimitPerMinute: 60,
    loadShedding: false,
    metricsToken: tokens.metrics,
    adminPassword,
    adminAllowedIps: ["10.0.0.0/8", "2001:db8::1"],
  });
});

test("a variable that is empty counts as not set", () => {
  const config = configFrom({ PORT: "", METRICS_TOKEN: "  " });
  assert.equal(config.port, 3000);
  assert.equal(config.metricsToken, undefined);
});

for (const [variable, values] of Object.entries({
  HOST: ["http://0.0.0.0", "two hosts"],
  PORT: ["http", "-1", "65536", "80.5", "0x50"],
  LOG_LEVEL: ["verbose", "INFO"],
  TRUST_PROXY: ["true", "hops:0", "hops:65", "cidr:", "cidr:10.0.0.0/33"],
  CORS_ORIGINS: [
    "https://app.example.com/",
    "app.example.com",
    "null",
    "https://a.example,",
    "https://*.a.example/x",
  ],
  RATE_LIMIT_PER_MINUTE: ["0", "many", "1.5"],
  LOAD_SHEDDING: ["true", "1"],
  ADMIN_ALLOWED_IPS: ["everyone", "10.0.0.0/33", "127.0.0.1,"],
})) {
  for (const value of values) {
    test(`${variable}=${value} is refused, by name and without the value`, () => {
      const [fault, ...others] = faultsOf({ [variable]: value });
      assert.deepEqual(others, []);
      assert.match(fault ?? "", new RegExp(`^${variable} must `));
    });
  }
}

test("all faults are reported at once", () => {
  const faults = faultsOf({ PORT: "http", LOG_LEVEL: "loud", TRUST_PROXY: "yes" });
  assert.deepEqual(
    faults.map((fault) => fault.split(" ")[0]),
    ["PORT", "LOG_LEVEL", "TRUST_PROXY"],
  );
});
