/** What every contender serves, so that all of them do the same work and answer with the same bytes. */

export const securityHeaders = {
  "content-security-policy": "default-src 'self'; frame-ancestors 'none'",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
};

/** Set per response to `crypto.randomUUID()`. */
export const requestIdHeader = "x-request-id";

/** What a valid `POST /books` carries: these four keys and no other. */
export const newBook = {
  title: "The Left Hand of Darkness",
  author: "Ursula K. Le Guin",
  year: 1969,
  isbn: "9780441478125",
};

export const rules = {
  title: { minLength: 1, maxLength: 200 },
  author: { minLength: 1, maxLength: 100 },
  year: { minimum: 0, maximum: 2100 },
  isbn: { pattern: "^[0-9]{13}$" },
};

/** `GET /books/:id` answers the sample book under the id that was asked for. */
export const bookOf = (id) => ({ id, ...newBook });

/** `POST /books` answers 201 with the body that was sent, under a fixed id. */
export const createdId = "1";

/** What is timed. */
export const operations = {
  GET: { method: "GET", path: "/books/42" },
  POST: { method: "POST", path: "/books", body: JSON.stringify(newBook) },
};
