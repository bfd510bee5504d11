/** The floor: `node:http` with everything written by hand. */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { bookOf, createdId, requestIdHeader, rules, securityHeaders } from "../contract.mjs";

const fixedHeaders = ["content-type", "application/json", ...Object.entries(securityHeaders).flat()];
const isbn = new RegExp(rules.isbn.pattern);

const isText = (value, { minLength, maxLength }) =>
  typeof value === "string" && value.length >= minLength && value.length <= maxLength;

function isNewBook(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  for (const key in value) if (!Object.hasOwn(rules, key)) return false;
  const { title, author, year, isbn: number } = value;
  return (
    isText(title, rules.title) &&
    isText(author, rules.author) &&
    Number.isInteger(year) &&
    year >= rules.year.minimum &&
    year <= rules.year.maximum &&
    typeof number === "string" &&
    isbn.test(number)
  );
}

function send(response, status, value) {
  const body = JSON.stringify(value);
  const headers = [
    ...fixedHeaders,
    requestIdHeader,
    randomUUID(),
    "content-length",
    String(Buffer.byteLength(body)),
  ];
  response.writeHead(status, headers);
  response.end(body);
}

function createBook(request, response) {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    let book;
    try {
      book = JSON.parse(Buffer.concat(chunks).toString());
    } catch {
      return send(response, 400, { error: "malformed JSON" });
    }
    if (!isNewBook(book)) return send(response, 422, { error: "invalid book" });
    const { title, author, year, isbn: number } = book;
    send(response, 201, { id: createdId, title, author, year, isbn: number });
  });
}

export function listen(hostname) {
  const server = createServer((request, response) => {
    const { method, url } = request;
    if (method === "GET" && url.startsWith("/books/")) {
      return send(response, 200, bookOf(decodeURIComponent(url.slice("/books/".length))));
    }
    if (method === "POST" && url === "/books") return createBook(request, response);
    send(response, 404, { error: "not found" });
  });
  return new Promise((resolve) => {
    server.listen(0, hostname, () => resolve(server.address().port));
  });
}
