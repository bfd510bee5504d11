import { toFetchHandler } from "@daloyjs/core/vercel";
import { createConformanceApp } from "../app/app.ts";

export default toFetchHandler(createConformanceApp((name) => process.env[name]));
