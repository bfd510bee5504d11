import { App } from "@daloyjs/core";
import { toLambdaHandler } from "@daloyjs/core/lambda";

const { AWS_LAMBDA_RUNTIME_API: api, EXTENSION, HANGS } = process.env;
const after = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// An internal extension is code of the function: it registers while the module is loaded.
if (EXTENSION === "internal") {
  await fetch(`http://${api}/2020-01-01/extension/register`, {
    method: "POST",
    headers: { "lambda-extension-name": "internal" },
    body: '{"events":["INVOKE"]}',
  });
}

const app = new App()
  .healthcheck()
  .onShutdown(async () => {
    await after(100);
    console.log("flushed");
  })
  .onShutdown(() => (HANGS === "yes" ? after(60_000) : undefined));

export const handler = toLambdaHandler(app);
