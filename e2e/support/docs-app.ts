import { z } from "zod";
import { App } from "../../templates/packages/core/src/app/app.ts";
import type { AppOptions } from "../../templates/packages/core/src/app/options.ts";
import { NotFoundError } from "../../templates/packages/core/src/errors/http-error.ts";
import { bearerAuth } from "../../templates/packages/core/src/middleware/bearer-auth.ts";
import { requireScopes } from "../../templates/packages/core/src/middleware/require-scopes.ts";
import { route, routes } from "../../templates/packages/core/src/route/route.ts";

export const token = "pH2vXq8LrT5nYb3WcK9dMf6ZsJ4gAe7Q";

const Author = z.object({ name: z.string().min(1).max(120), born: z.iso.date().optional() });
const Book = z
  .object({
    id: z.uuid(),
    title: z.string().min(1).max(200).describe("As it stands on the cover."),
    isbn: z.string().regex(/^97[89]-\d{10}$/),
    genre: z.enum(["fiction", "science", "history", "poetry"]),
    pages: z.int().min(1).max(10_000),
    price: z.number().min(0).multipleOf(0.01),
    authors: z.array(Author).min(1),
    tags: z.array(z.string().max(40)).max(10).optional(),
    publishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Book", description: "A book in the catalogue." });
const NewBook = Book.omit({ id: true }).meta({ id: "NewBook", description: "What a new book needs." });
const Category = z
  .object({
    name: z.string(),
    get children() {
      return z.array(Category).optional();
    },
  })
  .meta({ id: "Category" });
const params = z.object({ id: z.uuid().describe("The book's id.") });

type Book = z.infer<typeof Book>;

const first: Book = {
  id: "3f2c8a4e-9b1d-4c7a-8e5f-6d0b2a1c9e73",
  title: "The Sea Around Us",
  isbn: "978-0195069976",
  genre: "science",
  pages: 278,
  price: 18.95,
  authors: [{ name: "Rachel Carson", born: "1907-05-27" }],
  tags: ["ocean"],
  publishedAt: "1951-07-02T00:00:00Z",
};

const bearer = bearerAuth({ tokens: [{ token, user: { id: "ada", scopes: ["books:write"] } }] });
const write = {
  auth: { scheme: "bearer", scopes: ["books:write"] },
  hooks: [bearer, requireScopes(["books:write"])],
} as const;
const any = { any: "every librarian may edit every book" };

/** A bookshop with one of each: parameters, bodies, security, recursion, deprecation. */
export function docsApp(options: AppOptions = {}): App<never> | App {
  const books = new Map([[first.id, first]]);
  const find = (id: string) => {
    const book = books.get(id);
    if (!book) throw new NotFoundError("There is no such book.");
    return book;
  };
  const catalogue = routes({
    listBooks: route({
      method: "GET",
      path: "/books",
      summary: "List books",
      description:
        "Every book of the catalogue, newest first.\n\nFilters combine: a book must pass **all** of them. See the [style guide](https://example.com/guide) for how `genre` is chosen.\n\n- pages start at 1\n- at most 100 books a page",
      tags: ["Catalogue"],
      request: {
        query: z.object({
          genre: z.enum(["fiction", "science", "history", "poetry"]).optional().describe("Only this genre."),
          tags: z.array(z.string()).optional().describe("Books that have all of these tags."),
          inPrint: z.boolean().optional(),
          limit: z.int().min(1).max(100).default(20).describe("How many books a page has."),
        }),
        headers: z.object({ "x-shop": z.string().max(20).optional().describe("Which shop asks.") }),
      },
      responses: {
        200: {
          description: "A page of books",
          body: z.object({ items: z.array(Book), total: z.int().min(0) }),
        },
      },
      handler: () => ({ status: 200, body: { items: [...books.values()], total: books.size } }),
    }),
    createBook: route({
      method: "POST",
      path: "/books",
      summary: "Create a book",
      description: "Adds a book to the catalogue. The id is given by the server.",
      tags: ["Catalogue"],
      ...write,
      request: { body: NewBook },
      responses: {
        201: { description: "The book, with its id", body: Book },
        409: { description: "The ISBN is taken" },
      },
      handler: ({ body }) => {
        const book = { ...body, id: crypto.randomUUID() };
        books.set(book.id, book);
        return { status: 201, body: book };
      },
    }),
    getBook: route({
      method: "GET",
      path: "/books/:id",
      summary: "Get a book",
      tags: ["Catalogue"],
      request: { params },
      responses: {
        200: {
          description: "The book",
          body: Book,
          examples: { sea: { summary: "A classic", value: first } },
        },
        404: { description: "No such book" },
      },
      handler: ({ params: { id } }) => ({ status: 200, body: find(id) }),
    }),
    deleteBook: route({
      method: "DELETE",
      path: "/books/:id",
      summary: "Delete a book",
      tags: ["Catalogue"],
      ...write,
      authorize: any,
      request: { params },
      responses: { 204: { description: "Gone" }, 404: { description: "No such book" } },
      handler: ({ params: { id } }) => {
        books.delete(find(id).id);
        return { status: 204 };
      },
    }),
    renameBook: route({
      method: "PATCH",
      path: "/books/:id/title",
      summary: "Rename a book",
      tags: ["Catalogue"],
      deprecated: true,
      ...write,
      authorize: any,
      request: { params, body: z.object({ title: z.string().min(1).max(200) }) },
      responses: { 200: { description: "The book under its new title", body: Book } },
      handler: ({ params: { id }, body }) => {
        const book = { ...find(id), ...body };
        books.set(id, book);
        return { status: 200, body: book };
      },
    }),
    listCategories: route({
      method: "GET",
      path: "/categories",
      summary: "The tree of categories",
      tags: ["Categories"],
      responses: { 200: { description: "From the root down", body: Category } },
      handler: () => ({ status: 200, body: { name: "All", children: [{ name: "Science" }] } }),
    }),
    replaceOpeningHours: route({
      method: "PUT",
      path: "/shops/:shop/hours",
      summary: "Replace the opening hours",
      tags: ["Shops"],
      ...write,
      request: {
        params: z.object({ shop: z.string().min(1).max(40) }),
        body: z.object({
          note: z.string().max(200).optional(),
          rule: z.union([
            z.object({ kind: z.literal("daily"), from: z.iso.time(), to: z.iso.time() }),
            z.object({ kind: z.literal("closed"), until: z.iso.date() }),
          ]),
        }),
      },
      authorize: any,
      responses: { 204: { description: "Replaced" } },
      handler: () => ({ status: 204 }),
    }),
  });
  return new App({
    env: "development",
    logger: false,
    openapi: {
      info: {
        title: "Bookshop",
        version: "1.4.0",
        summary: "The catalogue of a small bookshop.",
        description:
          "Books, their categories and the shops that sell them.\n\nErrors are problems as of `RFC 9457`.",
        license: { name: "MIT" },
      },
      tags: { Catalogue: "Books that can be bought.", Categories: "How books are sorted." },
    },
    ...options,
  }).routes(catalogue);
}
