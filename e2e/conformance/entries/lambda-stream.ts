import { toLambdaStreamHandler } from "@daloyjs/core/lambda";
import { createConformanceApp } from "../app/app.ts";

export const handler = toLambdaStreamHandler(createConformanceApp((name) => process.env[name]));
