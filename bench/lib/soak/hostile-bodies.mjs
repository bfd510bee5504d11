/** Requests that want to cost the server more than they cost their sender, as bytes. */

const json = "content-type: application/json\r\n";

function post(body, fields = json) {
  const bytes = Buffer.from(body, "latin1");
  return Buffer.concat([
    Buffer.from(`POST /books HTTP/1.1\r\nhost: a\r\n${fields}content-length: ${bytes.length}\r\n\r\n`),
    bytes,
  ]);
}

const chunked = (rest) =>
  Buffer.from(
    `POST /books HTTP/1.1\r\nhost: a\r\n${json}transfer-encoding: chunked\r\n\r\n${rest}`,
    "latin1",
  );

const keys = (count, name) => `{${Array.from({ length: count }, (_, i) => `"${name(i)}":${i}`).join()}}`;

/** Each with the statuses that are right for it; none of them is a 5xx. */
export const hostileBodies = [
  { name: "nesting of 30,000", bytes: post("[".repeat(30_000)), statuses: [400] },
  { name: "nesting that closes", bytes: post("[".repeat(500) + "]".repeat(500)), statuses: [400] },
  { name: "12,000 keys", bytes: post(`{${'"":1,'.repeat(12_000)}"":1}`), statuses: [400] },
  { name: "2,000 unknown keys", bytes: post(keys(2000, (i) => `k${i}`)), statuses: [422] },
  { name: "one key 4,000 times", bytes: post(keys(4000, () => "title")), statuses: [400] },
  { name: "__proto__", bytes: post('{"__proto__":{"admin":true},"title":"x","year":1}'), statuses: [201] },
  { name: "constructor.prototype", bytes: post('{"constructor":{"prototype":{"x":1}}}'), statuses: [422] },
  {
    name: "an escaped __proto__",
    bytes: post('{"\\u005f\\u005fproto__":{"x":1},"title":"x","year":1}'),
    statuses: [201],
  },
  {
    name: "a number of 60,000 digits",
    bytes: post(`{"title":"x","year":${"9".repeat(60_000)}}`),
    statuses: [422],
  },
  { name: "an exponent", bytes: post('{"title":"x","year":1e999999}'), statuses: [422] },
  { name: "a string of 64,000", bytes: post(`{"title":"${"x".repeat(64_000)}","year":1}`), statuses: [422] },
  { name: "escapes", bytes: post(`{"title":"${"\\u0041".repeat(10_000)}","year":1}`), statuses: [422] },
  { name: "lone surrogates", bytes: post(`{"title":"${"\\ud800".repeat(500)}","year":1}`), statuses: [422] },
  {
    name: "50,000 characters and one that no pattern takes",
    bytes: post(`{"title":"${"a".repeat(50_000)}!","year":1}`),
    statuses: [422],
  },
  { name: "invalid UTF-8", bytes: post('{"title":"\xff\xfe\xc0\x80"}'), statuses: [400] },
  { name: "a byte order mark alone", bytes: post("\xef\xbb\xbf"), statuses: [400] },
  { name: "NUL", bytes: post("\0".repeat(1000)), statuses: [400] },
  { name: "JSON that breaks off", bytes: post('{"title":"x"'), statuses: [400] },
  { name: "more than the limit", bytes: post("x".repeat(70_000)), statuses: [413] },
  {
    name: "a length beyond the limit",
    bytes: post("", `${json}content-length: 99999999\r\n`),
    statuses: [400],
  },
  {
    name: "chunks beyond the limit",
    bytes: chunked(`${`4000\r\n${"1".repeat(0x4000)}\r\n`.repeat(5)}0\r\n\r\n`),
    statuses: [413],
  },
  {
    name: "5,000 chunks of a byte",
    bytes: chunked(`${"1\r\n1\r\n".repeat(5000)}0\r\n\r\n`),
    statuses: [422],
  },
  { name: "a chunk that lies", bytes: chunked("zz\r\n"), statuses: [400] },
  { name: "a chunk of 2⁶⁴ bytes", bytes: chunked("ffffffffffffffff1\r\n"), statuses: [400] },
  {
    name: "a bomb",
    bytes: post("\x1f\x8b\x08\0\0\0\0\0", `${json}content-encoding: gzip\r\n`),
    statuses: [415],
  },
  {
    name: "XML entities",
    bytes: post("<!DOCTYPE x [<!ENTITY a 'a'>]>", "content-type: application/xml\r\n"),
    statuses: [415],
  },
  {
    name: "multipart",
    bytes: post("--x\r\n".repeat(3000), "content-type: multipart/form-data; boundary=x\r\n"),
    statuses: [415],
  },
  {
    name: "UTF-16",
    bytes: post("{\0}\0", "content-type: application/json; charset=utf-16\r\n"),
    statuses: [415],
  },
  {
    name: "a type of 8,000 parameters",
    bytes: post("{}", `content-type: application/json${";a=b".repeat(2000)}\r\n`),
    statuses: [422],
  },
];
