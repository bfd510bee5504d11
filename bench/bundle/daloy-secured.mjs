/** The defaults and what Hono's seven add to them: CORS, CSRF and bearer authentication. */
import { App, bearerAuth, cors, csrf, route, routes } from "../../templates/packages/core/dist/index.js";

const app = new App().use([
  cors({ origin: "https://app.example.com" }),
  csrf({ strategy: "fetch-metadata", allowedOrigins: ["https://app.example.com"] }),
  bearerAuth({ validate: (token) => token === "example" }),
]);
app.routes(
  routes({
    hello: route({
      method: "GET",
      path: "/",
      auth: { scheme: "bearer" },
      responses: { 200: { description: "Hello" } },
      handler: () => ({ status: 200, body: { hello: "world" } }),
    }),
  }),
);

export default { fetch: (request) => app.fetch(request) };
