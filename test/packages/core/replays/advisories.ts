/**
 * Attacks that got through elsewhere: CVEs and advisories published since 2023 against the frameworks, clients, token
 * libraries and address filters of this field. One row is one replay; a heading is the file that replays its rows.
 */
const table = `
## paths
CVE-2025-58362 | hono | an absolute-form target of odd shape is routed by another path than the proxy saw | 400, or the answer of the path that every parser finds
CVE-2026-22031 | @fastify/middie | /%61dmin reaches the handler of /admin past its middleware | the hooks belong to the route that matched: 401
CVE-2026-2880 | @fastify/middie | doubled slashes, a trailing one, ";" and capitals are normalised by the router alone | such a path is another path: 404, below the guarded prefix 401
CVE-2026-47676 | hono | app.mount() cuts the prefix off the undecoded path | prefix and rest are matched segment by segment
CVE-2026-33490 | h3 | what is mounted at /admin also runs for /admin-public | a prefix ends at a slash
CVE-2026-33131 | h3 | Host: "localhost/public?" makes a middleware see another path than the router | 400 before any hook runs
CVE-2026-39407 | hono | //admin/secret passes the guard of /admin/* and is served all the same | 404
CVE-2026-39406 | @hono/node-server | the same in its static file middleware | 404
CVE-2026-29045 | hono | /admin%2Fsecret passes the guard of /admin/* and is served all the same | 404
CVE-2026-29087 | @hono/node-server | the same in its static file middleware | 404
CVE-2026-6414 | @fastify/static | the same: encoded slashes past a guarded prefix | 404
CVE-2026-15074 | @fastify/static | /public/../admin/secret passes the guard of /admin | 400
CVE-2024-23340 | @hono/node-server | ".." leaves the directory of static files | 400
GHSA-72gr-qfp7-vwhw | h3 | %252e%252e is decoded twice and leaves the directory | decoded once; assertSafeRelativePath refuses the rest
CVE-2026-54286 | hono | ..%5C leaves the directory on Windows | 400
GHSA-crvj-82cr-hjcx | hono | parameters behind "#" are read as part of the query | a fragment on the wire is a 400, and no part of the query in process
CVE-2025-29927 | next | x-middleware-subrequest switches the middleware off, and with it authentication | 401: no header switches hooks off
CVE-2026-44578 | next | an absolute-form target with Upgrade is proxied to the host that it names | answered by its path, nothing is sent anywhere
CVE-2023-50710 | hono | a parameter gets the value of an earlier request | parameters are those of their own request

## bodies
CVE-2025-59139 | hono | Content-Length beside Transfer-Encoding switches the limit off | 400, nothing handled
CVE-2026-44456 | hono | chunks without a length are handled before they are counted | 413, nothing handled
CVE-2026-54288 | hono | an understated Content-Length passes a body that is there already | 413, nothing handled
CVE-2026-25224 | fastify | a client that does not read makes a streamed response grow in memory | the stream waits for the client
CVE-2024-45590 | body-parser | deeply nested brackets in a form | brackets are part of the name
CVE-2025-13466 | body-parser | a form of very many fields | bounded by the body's cap, and linear
CVE-2025-15284 | qs | a[]=1&a[]=2… makes an array past its limit | brackets are part of the name
CVE-2026-2391 | qs | a=,,,, makes an array past its limit | commas are part of the value
GHSA-g6gw-c38x-mqfc | hono | a.a.a.a nests objects without bound | dots are part of the name
GHSA-v8w9-8mx6-g223 | hono | __proto__.polluted in a form pollutes Object.prototype | the key is no path, and __proto__ is dropped
CVE-2026-21710 | node | a header named __proto__ throws where headers become an object | 200, and the name is dropped
CVE-2023-25576 | @fastify/multipart | a form of unlimited parts | multipart is not parsed: 415
CVE-2025-47935 | multer | aborted uploads leak streams | 415
CVE-2025-47944 | multer | a malformed multipart body ends the process | 415
CVE-2025-48997 | multer | an empty field name ends the process | 415
CVE-2025-7338 | multer | a truncated multipart body ends the process | 415

## content-types
CVE-2025-32442 | fastify | capitals or a space before ";" skip the schema | parsed and validated by one decision
CVE-2026-25223 | fastify | "application/json<tab>a" is parsed as JSON and not validated | 415
CVE-2026-33806 | fastify | a leading space skips the schema | parsed and validated by one decision
GHSA-573f-x89g-hqp9 | fastify | a malformed type is accepted | 415
CVE-2023-51701 | @fastify/reply-from | "application/jsonx" is taken for JSON | 415

## forgery
CVE-2024-43787 | hono | "Application/x-www-form-urlencoded" passes the CSRF check | 403 whatever the type
CVE-2024-48913 | hono | no Content-Type passes the CSRF check | 403 whatever the type
CVE-2023-27495 | @fastify/csrf-protection | the attacker plants his own token's cookie in the victim's browser | 403: tokens are bound to the session
CVE-2023-29019 | @fastify/passport | the victim signs in under a session id that the attacker planted | the id changes with the privilege
CVE-2024-35220 | @fastify/session | an expired session lives on | it is gone

## cross-origin
CVE-2026-54290 | hono | credentials with the default origin reflect every origin | no default, and a wildcard with credentials does not start
CVE-2023-49803 | @koa/cors | every origin is reflected by default | refused at boot, however it is written
GHSA-q7jf-gf43-6x6p | hono | a Vary header of the request ends up in the response | Vary is made by the app alone
CVE-2026-69207 | hono | splitting Access-Control-Request-Headers takes quadratic time | linear

## cookies
CVE-2026-39410 | hono | a cookie whose name begins with a no-break space shadows __Host-sid | it is not a name
GHSA-26pp-8wgv-hjvm | hono | a cookie name with delimiters is written as it is | TypeError
CVE-2026-29086 | hono | ";" in Domain or Path adds attributes | TypeError
CVE-2026-47675 | hono | SameSite is written as it is | TypeError
CVE-2024-47764 | cookie | names, paths and domains out of bounds set other fields | TypeError

## headers
CVE-2026-29085 | hono | line breaks in event and id forge server-sent events | TypeError, nothing of it is sent
CVE-2026-33128 | h3 | line breaks in data forge server-sent events | every line stays data
CVE-2026-23527 | h3 | "Transfer-Encoding: ChuNKed" leaves the body for the next request | the body is read as chunks: one answer
CVE-2024-27982 | node | a space before Content-Length hides it | 400
CVE-2024-22019 | node | an endless chunk extension is read without bound | 413, and the connection ends
CVE-2023-30589 | node | a bare CR ends a header line | 400
CVE-2025-23167 | node | CR LF CR X ends the headers | 400
CVE-2024-32652 | @hono/node-server | a malformed Host ends the process | 400, and the next request is answered
CVE-2026-1525 | undici | two Content-Length headers in different spelling are sent | neither is sent: the client counts
CVE-2023-23936 | undici | CR LF in the Host header splits the request | TypeError, nothing is sent

## tokens
CVE-2026-22817 | hono | the header's alg decides where the key does not | the algorithm is not on the list
CVE-2026-22818 | hono | a JWK without alg verifies HS256 with public material | the algorithm is not on the list, HS* does not start
CVE-2025-62610 | hono | a token for another audience is accepted | audience is required: 401
CVE-2026-44459 | hono | exp, nbf and iat that are no numbers are skipped | invalid-claim
CVE-2026-47673 | hono | "Basic <jwt>" and "Token <jwt>" authenticate | only Bearer: 401
CVE-2023-48223 | fast-jwt | a public key in PEM is taken for an HMAC secret | TypeError at construction
CVE-2026-34950 | fast-jwt | the same with white space before the PEM | TypeError at construction
GHSA-hm7r-c7qw-ghp6 | fast-jwt | critical extensions that nobody knows are accepted | unsupported
GHSA-gmvf-9v4p-v8jc | fast-jwt | a key function that finds nothing gives an empty secret | an empty secret verifies nothing
CVE-2026-35039 | fast-jwt | a cache returns the claims of another token | every token is verified for itself
CVE-2025-30144 | fast-jwt | iss as a list that also names the expected issuer | invalid-claim
CVE-2024-28176 | jose | a compressed JWE expands without bound | encrypted tokens are unsupported
CVE-2025-45767 | jose | short keys are accepted | refused at construction
CVE-2025-65945 | jws | header data chooses the HMAC secret | the list of algorithms is asked before the key function

## redirects
CVE-2024-29041 | express | a malformed URL passes the list of allowed hosts | the fallback
CVE-2024-43796 | express | the target is repeated in an HTML body | no body, no script target
CVE-2024-43799 | send | the same | no body, no script target
CVE-2024-43800 | serve-static | the same | no body, no script target

## slow-patterns
CVE-2024-45296 | path-to-regexp | two parameters in one segment backtrack | refused at registration
CVE-2024-52798 | path-to-regexp | the same in 0.1.x | refused at registration
CVE-2026-4867 | path-to-regexp | three parameters in one segment backtrack | refused at registration
CVE-2026-4926 | path-to-regexp | optional groups in a row grow exponentially | refused at registration
CVE-2023-24807 | undici | trimming a header value takes quadratic time | linear

## outgoing
CVE-2023-42282 | ip | 0x7f.1 counts as public | refused as loopback
CVE-2024-29415 | ip | 127.1, 01200034567, 012.1.2.3, 000:0:0000::01 and ::fFFf:127.0.0.1 count as public | refused
CVE-2025-59436 | ip | 017700000001 counts as public | refused as loopback
CVE-2025-59437 | ip | 0 counts as public | refused
CVE-2025-8020 | private-ip | a name that resolves to a multicast address passes | refused as multicast
CVE-2025-8267 | ssrfcheck | 224.0.0.0/4 passes | refused as multicast
CVE-2026-43929 | ssrfcheck | [::ffff:169.254.169.254] passes | refused as metadata
CVE-2026-44232 | dssrf | every IPv6 address passes | refused
CVE-2025-2691 | nossrf | a name that resolves to a private address passes | refused, one bad answer is enough
CVE-2023-28155 | request | a redirect to another scheme passes the filter | every hop is checked
CVE-2023-45143 | undici | Cookie goes along to another origin | dropped
CVE-2024-24758 | undici | Proxy-Authorization goes along to another origin | dropped
CVE-2024-30260 | undici | Authorization and Proxy-Authorization go along to another origin | dropped
CVE-2024-30261 | undici | tampered content passes for one that the integrity option names | TypeError: integrity is not taken, because it is not verified
CVE-2026-48931 | node | a response that nobody asked for waits on an idle connection for the next request | no connection is used twice
CVE-2026-22036 | undici | a thousand content codings are undone one after the other | refused, and what is decoded is capped

## addresses
CVE-2026-24398 | hono | 256.1.1.1 matches an address rule | no address: 403
CVE-2026-47674 | hono | another spelling of an IPv6 address passes a deny rule | bytes are compared: 403
CVE-2026-3635 | fastify | X-Forwarded-Host and -Proto count from peers that are not trusted | URL and address come from the connection
CVE-2026-16732 | fastify | the same with a number of hops | URL and scheme come from the connection, what stands left of the hops is ignored

## caches
CVE-2026-24472 | hono | a response that says private is cached for others | one visitor's response says no-store, to every kind of cache
CVE-2026-44457 | hono | Vary: Authorization is ignored and one user's response served to another | one visitor's response says no-store, to every kind of cache
`;

export interface Advisory {
  readonly topic: string;
  readonly id: string;
  readonly package: string;
  /** What the attacker does, and what came of it there. */
  readonly attack: string;
  /** What is required of the core. */
  readonly answer: string;
}

export const advisories: readonly Advisory[] = table.split("## ").slice(1).flatMap(rowsOf);

export const topics: readonly string[] = [...new Set(advisories.map(({ topic }) => topic))];

function rowsOf(section: string): Advisory[] {
  const [topic = "", ...lines] = section.trim().split("\n");
  return lines.map((line) => {
    const [id = "", name = "", attack = "", answer = ""] = line.split(" | ");
    return { topic, id, package: name, attack, answer };
  });
}
