/** Every contender has to give the same answers before its time counts. */
import assert from "node:assert/strict";
import { bookOf, createdId, newBook, operations, requestIdHeader, securityHeaders } from "../contract.mjs";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** What the platform's server sets by itself. */
const transport = new Set(["connection", "content-length", "date", "keep-alive"]);

const { isbn: _, ...incomplete } = newBook;
const refused = {
  "an unknown key": JSON.stringify({ ...newBook, admin: true }),
  "a missing key": JSON.stringify(incomplete),
  "a wrong type": JSON.stringify({ ...newBook, year: "1969" }),
  "a number that is not whole": JSON.stringify({ ...newBook, year: 1969.5 }),
  "an empty title": JSON.stringify({ ...newBook, title: "" }),
  "an isbn out of pattern": JSON.stringify({ ...newBook, isbn: "978" }),
  "an array": "[]",
  "malformed JSON": `${JSON.stringify(newBook)}}`,
};

const send = (origin, { method, path, body }) =>
  fetch(origin + path, { method, body, ...(body && { headers: { "content-type": "application/json" } }) });

async function checkAnswer(origin, operation, status, value) {
  const response = await send(origin, operation);
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !transport.has(name)));
  const { [requestIdHeader]: id, "content-type": contentType, ...others } = headers;
  assert.equal(response.status, status, "status");
  assert.equal(await response.text(), JSON.stringify(value), "body");
  assert.match(contentType ?? "", /^application\/json(;\s*charset=utf-8)?$/i, "content-type");
  assert.deepEqual(others, securityHeaders, "headers");
  assert.match(id ?? "", uuid, requestIdHeader);
  return id;
}

/** Rejects with an `AssertionError` that says what differs. */
export async function checkConformance(origin) {
  const ids = [
    await checkAnswer(origin, operations.GET, 200, bookOf("42")),
    await checkAnswer(origin, { method: "GET", path: "/books/7%20a" }, 200, bookOf("7 a")),
    await checkAnswer(origin, operations.POST, 201, { id: createdId, ...newBook }),
  ];
  assert.equal(new Set(ids).size, ids.length, `${requestIdHeader} must be new for every response`);
  for (const [fault, body] of Object.entries(refused)) {
    const { status } = await send(origin, { ...operations.POST, body });
    assert.ok(status >= 400 && status < 500, `${fault} must be refused with a 4xx, got ${status}`);
  }
  const missing = await send(origin, { method: "GET", path: "/nothing" });
  assert.equal(missing.status, 404, "an unknown path");
}
