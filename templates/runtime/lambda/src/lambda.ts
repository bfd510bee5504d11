import { toLambdaHandler } from "@daloyjs/core/lambda";
import { createApp } from "./app.ts";
import { loadConfig } from "./config.ts";

export const handler = toLambdaHandler(createApp(loadConfig((name) => process.env[name])));
