import { serverUrl } from "../server-url.ts";
import { isObject, type Json, listOf, objectOf, textOf, textsOf } from "./json.ts";
import { type Resolve, resolverOf } from "./reference.ts";

/** An OpenAPI 3.1 document as the page shows it. Nothing is assumed of it: what is missing or wrong is left out. */
export interface Api {
  readonly title: string;
  readonly version: string;
  readonly info: Json;
  readonly servers: readonly Server[];
  readonly schemes: ReadonlyMap<string, Json>;
  readonly groups: readonly Group[];
  readonly operations: readonly Operation[];
  readonly resolve: Resolve;
}

export interface Server {
  readonly url: string;
  readonly description: string;
}

export interface Group {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly Operation[];
}

export interface Operation {
  /** The fragment of its deep link. */
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  /** Alternatives; each asks for all its schemes. Empty: open to everyone. */
  readonly security: readonly Requirement[];
  readonly parameters: readonly Parameter[];
  readonly body: Body | undefined;
  readonly responses: readonly DeclaredResponse[];
}

export type Requirement = readonly { readonly scheme: string; readonly scopes: readonly string[] }[];

export interface Parameter {
  readonly name: string;
  readonly place: string;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly description: string;
  readonly schema: Json;
  readonly example: unknown;
}

export interface Body {
  readonly required: boolean;
  readonly description: string;
  readonly contents: readonly Content[];
}

export interface Content {
  readonly mediaType: string;
  readonly schema: unknown;
  readonly examples: readonly { readonly name: string; readonly value: unknown }[];
}

export interface DeclaredResponse {
  readonly status: string;
  readonly description: string;
  readonly headers: readonly Parameter[];
  readonly contents: readonly Content[];
}

const methods = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];
const untagged = "Operations";

export function readApi(document: unknown): Api {
  const root = objectOf(document);
  const info = objectOf(root["info"]);
  const resolve = resolverOf(root);
  const operations = readOperations(root, resolve);
  return {
    title: textOf(info["title"]),
    version: textOf(info["version"]),
    info,
    servers: listOf(root["servers"]).filter(isObject).map(readServer),
    schemes: new Map(
      Object.entries(objectOf(objectOf(root["components"])["securitySchemes"])).map(([name, scheme]) => [
        name,
        resolve(scheme).node,
      ]),
    ),
    groups: groupsOf(operations, listOf(root["tags"])),
    operations,
    resolve,
  };
}

function readServer(server: Json): Server {
  const variables = objectOf(server["variables"]);
  const defaults = Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [name, { default: objectOf(variable)["default"] }]),
  );
  return {
    url: serverUrl({ url: textOf(server["url"]), variables: defaults }),
    description: textOf(server["description"]),
  };
}

function readOperations(root: Json, resolve: Resolve): Operation[] {
  const ids = new Set<string>();
  return Object.entries(objectOf(root["paths"])).flatMap(([path, value]) => {
    const item = resolve(value).node;
    return methods
      .filter((method) => isObject(item[method]))
      .map((method) => {
        const node = objectOf(item[method]);
        let id = textOf(node["operationId"]) || `${method}${path}`;
        while (ids.has(id)) id += "-";
        ids.add(id);
        return readOperation(id, method, path, { item, node, root, resolve });
      });
  });
}

interface Source {
  readonly item: Json;
  readonly node: Json;
  readonly root: Json;
  readonly resolve: Resolve;
}

function readOperation(id: string, method: string, path: string, source: Source): Operation {
  const { item, node, root, resolve } = source;
  const parameters = new Map<string, Parameter>();
  for (const value of [...listOf(item["parameters"]), ...listOf(node["parameters"])]) {
    const parameter = readParameter(resolve(value).node, resolve);
    if (parameter.name !== "") parameters.set(`${parameter.place} ${parameter.name}`, parameter);
  }
  return {
    id,
    method: method.toUpperCase(),
    path,
    summary: textOf(node["summary"]) || textOf(node["operationId"]) || `${method.toUpperCase()} ${path}`,
    description: textOf(node["description"]),
    tags: textsOf(node["tags"]),
    deprecated: node["deprecated"] === true,
    security: listOf(node["security"] ?? root["security"])
      .filter(isObject)
      .map(readRequirement),
    parameters: [...parameters.values()],
    body: isObject(node["requestBody"]) ? readBody(resolve(node["requestBody"]).node, resolve) : undefined,
    responses: Object.entries(objectOf(node["responses"])).map(([status, response]) =>
      readResponse(status, resolve(response).node, resolve),
    ),
  };
}

function readRequirement(requirement: Json): Requirement {
  return Object.entries(requirement).map(([scheme, scopes]) => ({ scheme, scopes: textsOf(scopes) }));
}

function readParameter(node: Json, resolve: Resolve, name = textOf(node["name"])): Parameter {
  const [content] = readContents(node["content"], resolve);
  const schema = objectOf(node["schema"] ?? content?.schema);
  const [named] = Object.values(objectOf(node["examples"])).map((example) => resolve(example).node["value"]);
  return {
    name,
    place: textOf(node["in"]),
    required: node["required"] === true,
    deprecated: node["deprecated"] === true,
    description: textOf(node["description"]) || textOf(resolve(schema).node["description"]),
    schema,
    example: node["example"] ?? named,
  };
}

function readBody(node: Json, resolve: Resolve): Body {
  return {
    required: node["required"] === true,
    description: textOf(node["description"]),
    contents: readContents(node["content"], resolve),
  };
}

function readResponse(status: string, node: Json, resolve: Resolve): DeclaredResponse {
  return {
    status,
    description: textOf(node["description"]),
    headers: Object.entries(objectOf(node["headers"])).map(([name, header]) =>
      readParameter(resolve(header).node, resolve, name),
    ),
    contents: readContents(node["content"], resolve),
  };
}

function readContents(value: unknown, resolve: Resolve): Content[] {
  return Object.entries(objectOf(value)).map(([mediaType, media]) => {
    const node = objectOf(media);
    const named = Object.entries(objectOf(node["examples"])).map(([key, example]) => {
      const { summary, value: shown } = resolve(example).node;
      return { name: textOf(summary) || key, value: shown };
    });
    const single = node["example"] === undefined ? [] : [{ name: "Example", value: node["example"] }];
    return { mediaType, schema: node["schema"], examples: [...named, ...single] };
  });
}

/** By first tag, in the order in which the document lists its tags, then as they come. */
function groupsOf(operations: readonly Operation[], tags: readonly unknown[]): Group[] {
  const members = new Map<string, Operation[]>();
  const descriptions = new Map<string, string>();
  for (const tag of tags.filter(isObject)) {
    members.set(textOf(tag["name"]), []);
    descriptions.set(textOf(tag["name"]), textOf(tag["description"]));
  }
  for (const operation of operations) {
    const name = operation.tags[0] ?? untagged;
    const list = members.get(name) ?? [];
    members.set(name, list);
    list.push(operation);
  }
  return [...members]
    .filter(([, list]) => list.length > 0)
    .map(([name, list]) => ({ name, description: descriptions.get(name) ?? "", operations: list }));
}
