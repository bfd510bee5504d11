import {
  ConflictError,
  type Hooks,
  HttpError,
  NotFoundError,
  requireScopes,
  route,
  routes,
} from "@daloyjs/core";
import * as z from "zod";
import { subjectOf } from "../principal.ts";
import { Book, BookList, NewBook, Page } from "./book.ts";
import type { BookStore } from "./store.ts";

const tags = ["books"];
const BookId = z.object({ id: z.uuid() });

/** @param verify authenticates the caller and puts the principal at `state.user` */
export function bookRoutes(store: BookStore, verify: Hooks) {
  return routes({
    listBooks: route({
      method: "GET",
      path: "/books",
      summary: "List books",
      tags,
      auth: "public",
      request: { query: Page },
      responses: { 200: { description: "A page of books", body: BookList } },
      handler: async ({ query }) => ({ status: 200, body: await store.list(query) }),
    }),

    getBookById: route({
      method: "GET",
      path: "/books/:id",
      summary: "Get one book",
      tags,
      auth: "public",
      request: { params: BookId },
      responses: { 200: { description: "The book", body: Book }, 404: { description: "No such book" } },
      handler: async ({ params }) => {
        const book = await store.find(params.id);
        if (!book) throw new NotFoundError("There is no book with this id.");
        return { status: 200, body: book };
      },
    }),

    createBook: route({
      method: "POST",
      path: "/books",
      summary: "Add a book",
      tags,
      auth: { scheme: "bearer", scopes: ["books:write"] },
      hooks: [verify, requireScopes(["books:write"])],
      request: { body: NewBook },
      responses: {
        201: { description: "Added; Location names it", body: Book },
        409: { description: "A book with this ISBN is there already" },
        507: { description: "The store is full" },
      },
      handler: async ({ body, state }) => {
        const book = { id: crypto.randomUUID(), ...body };
        const outcome = await store.add(book, subjectOf(state.user));
        if (outcome === "isbn-taken") throw new ConflictError("A book with this ISBN is there already.");
        if (outcome === "full") throw new HttpError(507, { title: "Insufficient Storage" });
        return { status: 201, body: book, headers: { location: `/books/${book.id}` } };
      },
    }),

    deleteBook: route({
      method: "DELETE",
      path: "/books/:id",
      summary: "Remove a book that you added",
      tags,
      auth: { scheme: "bearer", scopes: ["books:write"] },
      hooks: [verify, requireScopes(["books:write"])],
      request: { params: BookId },
      // A scope says what a caller may do; this says to which book. The book of another is as if it were not there.
      authorize: {
        check: async ({ user, params }) => {
          const owner = await store.ownerOf(params.id);
          return owner !== undefined && owner === subjectOf(user);
        },
        hide: true,
      },
      responses: {
        204: { description: "Removed" },
        404: { description: "No such book, or none that you added" },
      },
      handler: async ({ params }) => {
        await store.remove(params.id);
        return { status: 204 };
      },
    }),
  });
}
