import { toFetchHandler } from "@daloyjs/core/vercel";
import { createApp } from "./app.ts";
import { loadConfig } from "./config.ts";

/** The Vercel Function that `api/index.js` exports. */
export default toFetchHandler(createApp(loadConfig((name) => process.env[name])));
