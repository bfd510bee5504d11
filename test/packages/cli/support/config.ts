import type { SmokeConfig } from "../../../../templates/packages/cli/src/config/config.ts";

/** What a project with the naive app says of itself. */
export const naiveConfig: SmokeConfig = {
  start: ["node", "build/src/server.js"],
  app: "build/src/app.js",
  config: "build/src/config.js",
  health: "/healthz",
  token: "API_WRITE_TOKEN",
  secured: { method: "GET", path: "/metrics" },
  write: { method: "POST", path: "/books", body: { title: "Notes" } },
  fetch: { method: "POST", path: "/fetch-cover", field: "url" },
  refusals: [{ name: "wildcard CORS", env: { CORS_ORIGINS: "*" }, guard: "cors-wildcard" }],
};

export const secrets = {
  API_WRITE_TOKEN: "w-5uO1vG8nQeT3xKfJ0aYb7RzLhM2cWdSiPk",
  METRICS_TOKEN: "m-9rX4tD6yBqN1oVsE8gUj3HlZpCfAw7KmTiR",
};
