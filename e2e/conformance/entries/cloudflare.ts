import { env } from "cloudflare:workers";
import { toFetchHandler } from "@daloyjs/core/cloudflare";
import { createConformanceApp } from "../app/app.ts";

export default toFetchHandler(createConformanceApp((name) => env[name]));
