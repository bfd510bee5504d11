import { type Hooks, requireScopes, route, routes } from "@daloyjs/core";
import * as z from "zod";

const tags = ["echo"];

const Message = z.object({ message: z.string().trim().min(1).max(280) }).meta({ id: "Message" });

/** @param verify authenticates the caller and puts the principal at `state.user` */
export function echoRoutes(verify: Hooks) {
  return routes({
    getHello: route({
      method: "GET",
      path: "/hello",
      summary: "Greet whoever asks",
      tags,
      auth: "public",
      responses: { 200: { description: "A greeting", body: Message } },
      handler: () => ({ status: 200, body: { message: "Hello!" } }),
    }),

    echo: route({
      method: "POST",
      path: "/echo",
      summary: "Send a message back",
      tags,
      auth: { scheme: "bearer", scopes: ["echo:write"] },
      hooks: [verify, requireScopes(["echo:write"])],
      request: { body: Message },
      responses: { 200: { description: "The message", body: Message } },
      handler: ({ body }) => ({ status: 200, body }),
    }),
  });
}
