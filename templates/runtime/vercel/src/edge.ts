import { toWebHandler } from "@daloyjs/core/vercel";
import { createApp } from "./app.ts";
import { loadConfig } from "./config.ts";

/** The same app as an Edge Function: README.md says how to switch. */
export default toWebHandler(createApp(loadConfig((name) => process.env[name])));
