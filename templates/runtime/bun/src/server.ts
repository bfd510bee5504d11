import { serve } from "@daloyjs/core/bun";
import { createApp } from "./app.ts";
import { ConfigError, loadConfig } from "./config.ts";

async function start(): Promise<void> {
  // Bun has read .env by itself; what the real environment sets already stays as it is.
  const config = loadConfig((name) => process.env[name]);
  await serve(createApp(config), { port: config.port, hostname: config.host });
}

start().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
