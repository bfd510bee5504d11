/** A bare app: body limit, timeout, request id, secure headers and the cross-origin guard are in it by default. */
import { App, route, routes } from "../../templates/packages/core/dist/index.js";

const app = new App().routes(
  routes({
    hello: route({
      method: "GET",
      path: "/",
      responses: { 200: { description: "Hello" } },
      handler: () => ({ status: 200, body: { hello: "world" } }),
    }),
  }),
);

export default { fetch: (request) => app.fetch(request) };
