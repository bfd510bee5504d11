import { toWebHandler } from "@daloyjs/core/vercel";
import { createConformanceApp } from "../app/app.ts";

export default toWebHandler(createConformanceApp((name) => process.env[name]));
