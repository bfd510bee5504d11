import { toLambdaHandler } from "@daloyjs/core/lambda";
import { createConformanceApp } from "../app/app.ts";

export const handler = toLambdaHandler(createConformanceApp((name) => process.env[name]));
