/**
 * `node lambda-bridge.mjs <task as JSON>`: turns HTTP into events for a Lambda function, which AWS's own runtime interface client runs
 * against the Runtime API that is served here. As Lambda does, it hands an instance one event at a time.
 */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { Extensions } from "./lambda-extensions.mjs";

const { node, client, directory, handler, kind, port, vars } = JSON.parse(process.argv[2]);
const timeoutMs = 20_000;

const waiting = []; // events that no runtime has fetched
const idle = []; // runtimes that wait for an event
const running = new Map(); // request id → the HTTP response that waits for the answer

const extensions = new Extensions();
const api = createServer(async (incoming, outgoing) => {
  if (await extensions.answer(incoming, outgoing)) return;
  const [, , , , id, what] = incoming.url.split("/");
  if (incoming.url.endsWith("/invocation/next")) {
    idle.push(outgoing);
    dispatch();
  } else if (what === "response") {
    await answer(running.get(id), incoming);
    running.delete(id);
    outgoing.writeHead(202).end("{}");
  } else {
    const fault = Buffer.concat(await incoming.toArray()).toString();
    console.error(fault);
    running.get(id)?.writeHead(502).end(fault);
    outgoing.writeHead(202).end("{}");
  }
}).listen(0, "127.0.0.1");
await once(api, "listening");
const address = `127.0.0.1:${api.address().port}`;

function dispatch() {
  if (idle.length === 0 || waiting.length === 0) return;
  const { id, event, outgoing } = waiting.shift();
  running.set(id, outgoing);
  idle
    .shift()
    .writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": id,
      "lambda-runtime-deadline-ms": String(Date.now() + timeoutMs),
      "lambda-runtime-invoked-function-arn": "arn:aws:lambda:eu-central-1:123456789012:function:conformance",
    })
    .end(JSON.stringify(event));
}

if (vars.EXTENSION === "external") {
  const program = fileURLToPath(new URL("lambda-extension.mjs", import.meta.url));
  spawn(node, [program], { env: { AWS_LAMBDA_RUNTIME_API: address }, stdio: "inherit" });
}
const runtime = spawn(node, [client, handler], {
  cwd: directory,
  env: {
    PATH: process.env.PATH,
    AWS_LAMBDA_RUNTIME_API: address,
    _HANDLER: handler,
    LAMBDA_TASK_ROOT: directory,
    AWS_LAMBDA_FUNCTION_NAME: "conformance",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
    AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/conformance",
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    ...vars,
  },
  stdio: ["ignore", "inherit", "inherit"],
});
runtime.on("exit", (code, signal) => {
  console.log(`The runtime ended: ${code ?? signal}`);
  process.exit(code ?? 1);
});
process.on("SIGTERM", () => extensions.end(runtime));

createServer(async (incoming, outgoing) => {
  const body = Buffer.concat(await incoming.toArray());
  const id = randomUUID();
  waiting.push({ id, event: eventOf(incoming, body), outgoing });
  dispatch();
}).listen(port, "127.0.0.1");

function eventOf(incoming, body) {
  const { method, url } = incoming;
  const [path, ...query] = url.split("?");
  const distinct = { ...incoming.headersDistinct, "x-forwarded-proto": ["http"] };
  const headers = Object.fromEntries(
    Object.entries(distinct).map(([name, values]) => [name, values.join(",")]),
  );
  const isText = /^(?:text\/|application\/json)/.test(headers["content-type"] ?? "");
  const content = {
    body: body.length > 0 ? body.toString(isText ? "utf8" : "base64") : null,
    isBase64Encoded: body.length > 0 && !isText,
  };
  const sourceIp = incoming.socket.remoteAddress;
  const search = query.join("?");
  if (kind === "v2") {
    const { cookie, ...rest } = headers;
    return {
      version: "2.0",
      rawPath: path,
      rawQueryString: search,
      headers: { ...rest, "x-forwarded-for": sourceIp },
      ...(cookie ? { cookies: cookie.split("; ") } : {}),
      requestContext: {
        stage: "$default",
        domainName: "local.lambda-url.eu-central-1.on.aws",
        http: { method, path, sourceIp },
      },
      ...content,
    };
  }
  // API Gateway decodes the values, a load balancer does not
  const values = {};
  for (const pair of search === "" ? [] : search.split("&")) {
    const [name, value = ""] = pair.split("=");
    const [key, text] = kind === "v1" ? [name, value].map(decodeURIComponent) : [name, value];
    values[key] = [...(values[key] ?? []), text];
  }
  const several = {
    multiValueHeaders: { ...distinct, "x-forwarded-for": [...(distinct["x-forwarded-for"] ?? []), sourceIp] },
    multiValueQueryStringParameters: values,
  };
  if (kind === "v1") {
    const requestContext = { domainName: headers.host, identity: { sourceIp } };
    return { httpMethod: method, path, headers, ...several, requestContext, ...content };
  }
  const requestContext = { elb: { targetGroupArn: "arn:aws:elasticloadbalancing:local" } };
  if (kind === "alb-multi-value") return { httpMethod: method, path, ...several, requestContext, ...content };
  const first = Object.fromEntries(Object.entries(values).map(([name, list]) => [name, list.at(-1)]));
  const forwarded = [headers["x-forwarded-for"], sourceIp].filter(Boolean).join(", ");
  const one = { headers: { ...headers, "x-forwarded-for": forwarded }, queryStringParameters: first };
  return { httpMethod: method, path, ...one, requestContext, ...content };
}

/** Sends what the runtime posted: the answer whole, or its head and then its bytes as they come. */
async function answer(outgoing, incoming) {
  if (incoming.headers["lambda-runtime-function-response-mode"] !== "streaming") {
    const result = JSON.parse(Buffer.concat(await incoming.toArray()));
    const body = Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8");
    const head = headOf(result);
    if (!head.some(([name]) => name === "content-length") && ![204, 304].includes(result.statusCode))
      head.push(["content-length", String(body.length)]);
    outgoing.writeHead(result.statusCode, head.flat()).end(body);
    return;
  }
  let kept = Buffer.alloc(0);
  let begun = false;
  outgoing.on("close", () => {
    if (!outgoing.writableFinished) incoming.destroy();
  });
  try {
    for await (const chunk of incoming) {
      if (begun) {
        outgoing.write(chunk);
        continue;
      }
      kept = Buffer.concat([kept, chunk]);
      const end = kept.indexOf(Buffer.alloc(8));
      if (end === -1) continue;
      const prelude = JSON.parse(kept.subarray(0, end));
      outgoing.writeHead(prelude.statusCode, headOf(prelude).flat()).flushHeaders();
      if (kept.length > end + 8) outgoing.write(kept.subarray(end + 8));
      begun = true;
    }
    outgoing.end();
  } catch {
    outgoing.destroy();
  }
}

function headOf({ headers = {}, multiValueHeaders = {}, cookies = [] }) {
  const several = Object.entries(multiValueHeaders).flatMap(([name, list]) =>
    list.map((value) => [name, value]),
  );
  return [...Object.entries(headers), ...several, ...cookies.map((cookie) => ["set-cookie", cookie])];
}
