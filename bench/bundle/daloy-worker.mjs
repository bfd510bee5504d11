/** A bare Worker: body limit, timeout, request id, secure headers and the cross-origin guard are in it by default. */
import { toFetchHandler } from "../../templates/packages/core/dist/cloudflare/index.js";
import { App } from "../../templates/packages/core/dist/index.js";

const app = new App();
app.get("/", { responses: { 200: { description: "Hello" } } }, () => ({
  status: 200,
  body: { hello: "world" },
}));

export default toFetchHandler(app);
