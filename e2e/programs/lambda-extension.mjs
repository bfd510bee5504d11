/** An external extension: a process beside the function that registers, and is told of the end. */
const { AWS_LAMBDA_RUNTIME_API } = process.env;
const api = `http://${AWS_LAMBDA_RUNTIME_API}/2020-01-01/extension`;

const registered = await fetch(`${api}/register`, {
  method: "POST",
  headers: { "lambda-extension-name": "lambda-extension.mjs" },
  body: JSON.stringify({ events: ["INVOKE", "SHUTDOWN"] }),
});
const headers = { "lambda-extension-identifier": registered.headers.get("lambda-extension-identifier") };
console.log("extension ready");
for (;;) {
  const event = await (await fetch(`${api}/event/next`, { headers })).json();
  console.log(`extension: ${event.eventType}`);
  if (event.eventType === "SHUTDOWN") break;
}
