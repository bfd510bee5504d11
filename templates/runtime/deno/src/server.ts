import process from "node:process";
import { serve } from "@daloyjs/core/deno";
import { createApp } from "./app.ts";
import { ConfigError, loadConfig } from "./config.ts";

async function start(): Promise<void> {
  // One variable at a time: the task's permissions name them. Its --env-file has read .env.
  const config = loadConfig((name) => process.env[name]);
  await serve(createApp(config), { port: config.port, hostname: config.host });
}

start().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
