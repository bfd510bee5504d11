import type { Node } from "@babel/types";
import type { Model } from "../../syntax/model.ts";
import { originsOf } from "../../syntax/origin.ts";

/** Something that sends a request, or opens a connection. */
export interface Sender {
  readonly label: string;
  /** Which arguments say where to. */
  readonly targets: readonly number[];
  /** It may have a base, so that a path alone leads nowhere else. */
  readonly relative: boolean;
  /** The first argument is a host or a port, not a URL. */
  readonly socket: boolean;
}

const sender = (label: string, more: Partial<Sender> = {}): Sender => ({
  label,
  targets: [0],
  relative: false,
  socket: false,
  ...more,
});

const methods = ["get", "post", "put", "patch", "delete", "del", "head", "options", "request"];
const senders = new Map<string, Sender>();
const add = (names: readonly string[], more?: Partial<Sender>): void => {
  for (const name of names) senders.set(name, sender(label(name), more));
};

/** `http.request()` of `http#request` */
function label(name: string): string {
  const [module = "", member = ""] = name.split("#");
  return `${member === "" ? module : `${module}.${member}`}()`;
}

add([
  "fetch",
  "EventSource",
  "WebSocket",
  "eventsource#",
  "eventsource#EventSource",
  "websocket#w3cwebsocket",
]);
add([
  "node-fetch#",
  "cross-fetch#",
  "cross-fetch#fetch",
  "isomorphic-fetch#",
  "node-fetch-native#",
  "node-fetch-native#fetch",
  "make-fetch-happen#",
]);
add([
  "undici#fetch",
  "undici#request",
  "undici#stream",
  "undici#pipeline",
  "undici#connect",
  "undici#upgrade",
  "undici#Client",
  "undici#Pool",
  "undici#WebSocket",
  "undici#EventSource",
  "undici#ProxyAgent",
]);
add([
  "http#request",
  "http#get",
  "https#request",
  "https#get",
  "http2#connect",
  "follow-redirects#http.request",
  "follow-redirects#http.get",
  "follow-redirects#https.request",
  "follow-redirects#https.get",
]);
add([
  "ws#",
  "ws#WebSocket",
  "request#",
  "request-promise#",
  "phin#",
  "phin#phin",
  "bent#",
  "simple-get#",
  "simple-get#concat",
]);
add(["net#connect", "net#createConnection", "tls#connect"], { socket: true, targets: [0, 1] });
add(["Deno.connect", "Deno.connectTls", "Bun.connect"], { socket: true });
for (const library of [
  "axios",
  "got",
  "ky",
  "superagent",
  "needle",
  "wretch",
  "ofetch",
  "request",
  "unirest",
]) {
  const named = [`${library}#`, `${library}#${library}`, `${library}#$fetch`];
  const all = named.flatMap((name) => [
    name,
    ...methods.map((method) => `${name}${name.endsWith("#") ? "" : "."}${method}`),
  ]);
  const relative = !["superagent", "needle", "request", "unirest"].includes(library);
  add(
    all.filter((name) => !senders.has(name)),
    { relative },
  );
}
add(
  [
    "got#stream",
    "got#extend",
    "axios#create",
    "ky#create",
    "ky#extend",
    "ofetch#ofetch.create",
    "ofetch#$fetch.create",
  ],
  { relative: true },
);
add(["needle#"], { targets: [1] });
/** `axios.create()` makes another axios. */
const makers: Readonly<Record<string, string>> = {
  "axios#create": "axios#",
  "got#extend": "got#",
  "ky#create": "ky#",
  "ky#extend": "ky#",
  "ofetch#ofetch.create": "ofetch#ofetch",
  "ofetch#$fetch.create": "ofetch#$fetch",
};

export const senderOf = (name: string): Sender | undefined => senders.get(madeBy(name));

/** `axios#get` of `axios#create().get`, as the clients that a library makes are called. */
function madeBy(name: string): string {
  const [maker = "", rest] = name.split("()", 2);
  const made = makers[maker];
  if (rest === undefined || made === undefined) return name;
  const method = rest.replace(/^\./, "");
  return method === "" ? made : made.endsWith("#") ? made + method : `${made}.${method}`;
}

/** The elements of a list that is written in the program. */
export function clientOf(list: Node, model: Model): Node[] | undefined {
  const elements: Node[] = [];
  for (const origin of originsOf(list, model)) {
    if (origin.kind !== "expression" || origin.path.length > 0 || origin.node.type !== "ArrayExpression")
      return undefined;
    for (const element of origin.node.elements) {
      if (!element || element.type === "SpreadElement") return undefined;
      elements.push(element);
    }
  }
  return elements;
}
