import { expect, it } from "vitest";
import { z } from "zod";
import { adapterPort } from "../../../../templates/packages/core/src/app/adapter-port.ts";
import { WebEngineRequest } from "../../../../templates/packages/core/src/http/web.ts";
import { quietApp } from "../apps.ts";

const app = () =>
  quietApp({ env: "test" }).get(
    "/books/:id",
    { request: { params: z.object({ id: z.string() }) }, responses: { 200: { body: z.string() } } },
    ({ params }) => ({ status: 200, body: params.id }),
  );

function isAnsweredAtOnce(port: ReturnType<typeof app>[typeof adapterPort]): boolean {
  let answered = false;
  port.engine().handle(new WebEngineRequest(new Request("http://localhost/books/1")), () => {
    answered = true;
  });
  return answered;
}

it("waits for what routes with schemas need, so that no request has to", async () => {
  const port = app()[adapterPort];
  await port.start();
  expect(isAnsweredAtOnce(port)).toBe(true);
});

it("without it the first requests wait, and are answered", async () => {
  const books = app();
  expect(isAnsweredAtOnce(books[adapterPort])).toBe(false);
  expect(await (await books.request("/books/1")).json()).toBe("1");
});
