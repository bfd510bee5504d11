import assert from "node:assert/strict";
import { test } from "node:test";
import { App, bearerAuth } from "@daloyjs/core";
import { runContractTests } from "@daloyjs/core/contract";
import { Book } from "../src/books/book.ts";
import { bookRoutes } from "../src/books/routes.ts";
import { seedBooks } from "../src/books/seed.ts";
import { MemoryBookStore } from "../src/books/store.ts";
import { bearer, json, problemOf, testApp, tokens } from "./support.ts";

const silentSpring = { title: "Silent Spring", author: "Rachel Carson", isbn: "9780618249060" };

test("anyone may list books, a page at a time", async () => {
  const app = testApp();
  const all = await (await app.request("/books")).json();
  assert.deepEqual(all, { items: seedBooks, total: seedBooks.length });
  const second = await (await app.request("/books?limit=1&offset=1")).json();
  assert.deepEqual(second, { items: [seedBooks[1]], total: seedBooks.length });
});

for (const query of ["limit=0", "limit=101", "limit=many", "offset=-1"]) {
  test(`GET /books?${query} is a 422 that names the parameter`, async () => {
    const response = await testApp().request(`/books?${query}`);
    assert.equal(response.status, 422);
    assert.equal((await problemOf(response)).errors?.[0]?.path, `/query/${query.split("=")[0]}`);
  });
}

test("anyone may get a book by its id", async () => {
  const response = await testApp().request(`/books/${seedBooks[0]?.id}`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), seedBooks[0]);
});

test("an id that no book has is 404, and one that cannot be is 422", async () => {
  const app = testApp();
  assert.equal((await app.request(`/books/${crypto.randomUUID()}`)).status, 404);
  assert.equal((await app.request("/books/1")).status, 422);
});

test("the write token creates a book, and Location leads to it", async () => {
  const app = testApp();
  const created = await app.request("/books", json(silentSpring, tokens.write));
  assert.equal(created.status, 201);
  const book = Book.parse(await created.json());
  assert.deepEqual(book, { id: book.id, ...silentSpring });
  const found = await app.request(created.headers.get("location") ?? "");
  assert.deepEqual(await found.json(), book);
});

for (const [who, headers] of [
  ["nobody", {}],
  ["a stranger's token", bearer(tokens.metrics)],
  ["the right token under another scheme", { authorization: `Basic ${tokens.write}` }],
] as const) {
  test(`creating with ${who} is 401 with a challenge`, async () => {
    const request = json(silentSpring);
    const response = await testApp().request("/books", {
      ...request,
      headers: { "content-type": "application/json", ...headers },
    });
    assert.equal(response.status, 401);
    assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer realm="/);
  });
}

test("creating with the read token is 403: it lacks the scope", async () => {
  const response = await testApp().request("/books", json(silentSpring, tokens.read));
  assert.equal(response.status, 403);
  assert.match(response.headers.get("www-authenticate") ?? "", /insufficient_scope.*books:write/);
});

const [ann, bob] = [tokens.read, tokens.write];

/** The book routes alone, for two who may both write. */
function sharedApp() {
  const principal = (token: string, sub: string) => ({ token, user: { sub, scopes: ["books:write"] } });
  const verify = bearerAuth({ tokens: [principal(ann, "ann"), principal(bob, "bob")] });
  return new App({ logger: false }).routes(bookRoutes(new MemoryBookStore(seedBooks), verify));
}

test("who added a book may remove it, and nobody else", async () => {
  const app = sharedApp();
  const created = await app.request("/books", json(silentSpring, ann));
  const path = created.headers.get("location") ?? "";
  const remove = async (token: string) =>
    (await app.request(path, { method: "DELETE", headers: bearer(token) })).status;
  assert.equal(await remove(bob), 404);
  assert.equal((await app.request(path)).status, 200);
  assert.equal(await remove(ann), 204);
  assert.equal((await app.request(path)).status, 404);
  assert.equal((await app.request("/books", json(silentSpring, bob))).status, 201);
});

test("a book that nobody added cannot be removed, nor one that is not there", async () => {
  const app = testApp();
  const headers = bearer(tokens.write);
  for (const id of [seedBooks[0]?.id, crypto.randomUUID()]) {
    assert.equal((await app.request(`/books/${id}`, { method: "DELETE", headers })).status, 404);
  }
});

test("the write token removes what it created", async () => {
  const app = testApp();
  const path = (await app.request("/books", json(silentSpring, tokens.write))).headers.get("location") ?? "";
  const ask = async (init: RequestInit) => (await app.request(path, { ...init, method: "DELETE" })).status;
  assert.equal(await ask({}), 401);
  assert.equal(await ask({ headers: bearer(tokens.read) }), 403);
  assert.equal(await ask({ headers: bearer(tokens.write) }), 204);
});

test("an ISBN that is there already is 409", async () => {
  const isbn = seedBooks[0]?.isbn;
  const response = await testApp().request("/books", json({ ...silentSpring, isbn }, tokens.write));
  assert.equal(response.status, 409);
});

test("every fault of a body is named at once, and no value is repeated", async () => {
  const body = { title: " ", author: 7, isbn: "9780618249061", price: "secret" };
  const response = await testApp().request("/books", json(body, tokens.write));
  assert.equal(response.status, 422);
  const text = await response.text();
  const problem = JSON.parse(text);
  const paths = problem.errors.map((error: { path: string }) => error.path).sort();
  assert.deepEqual(paths, ["/body/author", "/body/isbn", "/body/price", "/body/title"]);
  assert.doesNotMatch(text, /secret|9780618249061/);
});

test("a key that the contract does not know is 422", async () => {
  const response = await testApp().request("/books", json({ ...silentSpring, id: "1" }, tokens.write));
  assert.equal(response.status, 422);
  assert.deepEqual((await problemOf(response)).errors, [{ path: "/body/id", message: "Unknown key" }]);
});

test("a __proto__ key is harmless", async () => {
  const body =
    '{"title":"A","author":"B","__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}';
  const response = await testApp().request("/books", json(body, tokens.write));
  assert.equal(response.status, 201);
  assert.deepEqual(Object.keys(Book.parse(await response.json())), ["id", "title", "author"]);
  assert.equal(Reflect.get({}, "admin"), undefined);
});

test("a body that is no JSON is 400, and one that does not claim to be is 415", async () => {
  const app = testApp();
  assert.equal((await app.request("/books", json("{", tokens.write))).status, 400);
  const text = {
    method: "POST",
    headers: { "content-type": "text/plain", ...bearer(tokens.write) },
    body: "{}",
  };
  assert.equal((await app.request("/books", text)).status, 415);
});

test("a body over 64 KiB is 413", async () => {
  const body = { ...silentSpring, title: "x".repeat(65_536) };
  assert.equal((await testApp().request("/books", json(body, tokens.write))).status, 413);
});

test("a write that another site's page sent is 403", async () => {
  const request = json(silentSpring, tokens.write);
  const headers = { ...request.headers, origin: "https://evil.example" };
  assert.equal((await testApp().request("/books", { ...request, headers })).status, 403);
});

test("the store takes no more books than its capacity", async () => {
  const store = new MemoryBookStore(seedBooks, seedBooks.length + 1);
  assert.equal(await store.add({ id: crypto.randomUUID(), ...silentSpring }), "added");
  assert.equal(await store.add({ id: crypto.randomUUID(), title: "One", author: "Too many" }), "full");
  assert.equal((await store.list({ limit: 100, offset: 0 })).total, seedBooks.length + 1);
});

test("the books of the seed hold to the contract", () => {
  for (const book of seedBooks) assert.deepEqual(Book.parse(book), book);
});

test("the contract holds for whatever the write token sends", async () => {
  const verify = bearerAuth({ tokens: [{ token: tokens.write, user: { scopes: ["books:write"] } }] });
  const app = new App({ logger: false }).routes(bookRoutes(new MemoryBookStore(seedBooks), verify));
  const fuzz = { runs: 50, seed: 1, headers: bearer(tokens.write) };
  assert.deepEqual((await runContractTests(app, { fuzz })).issues, []);
});
