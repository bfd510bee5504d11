import { serve } from "@daloyjs/core/bun";
import { createConformanceApp } from "../app/app.ts";

// Nobody awaits it: a refusal must end the process by itself.
serve(
  createConformanceApp((name) => process.env[name]),
  { port: Number(process.env["PORT"]), hostname: "127.0.0.1" },
);
