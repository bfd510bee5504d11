import type { Api, Group } from "./api.ts";
import { methodBadge, pathText } from "./code-view.ts";
import { credentialKind } from "./credentials.ts";
import { el } from "./dom.ts";
import { type Json, objectOf, textOf } from "./json.ts";
import { linkTo } from "./link.ts";
import { webUrl } from "./markdown.ts";
import { markdown } from "./markdown-view.ts";

/** The first page: what the API is, how to authenticate, and every operation. */
export function overviewView(api: Api): HTMLElement {
  const summary = textOf(api.info["summary"]);
  return el(
    "article",
    { class: "overview" },
    el("h1", { tabindex: "-1" }, api.title),
    summary !== "" && el("p", { class: "lead" }, summary),
    markdown(textOf(api.info["description"])),
    facts(api),
    authentication(api),
    ...api.groups.map(groupView),
  );
}

function facts(api: Api): HTMLElement {
  const rows: [string, Node | string][] = [["Version", api.version]];
  for (const server of api.servers.filter(({ url }) => url !== "/" && url !== "")) {
    rows.push([server.description || "Server", el("code", {}, server.url)]);
  }
  const contact = objectOf(api.info["contact"]);
  const licence = objectOf(api.info["license"]);
  const contactName = textOf(contact["name"]) || textOf(contact["email"]) || textOf(contact["url"]);
  if (contactName !== "") rows.push(["Contact", linked(contactName, textOf(contact["url"]))]);
  if (licence["name"] !== undefined)
    rows.push(["Licence", linked(textOf(licence["name"]), textOf(licence["url"]))]);
  const terms = textOf(api.info["termsOfService"]);
  if (terms !== "") rows.push(["Terms", linked(terms, terms)]);
  return el(
    "dl",
    { class: "facts" },
    ...rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
  );
}

function linked(text: string, target: string): Node | string {
  const href = webUrl(target);
  return href === undefined ? text : el("a", { href, rel: "noopener noreferrer" }, text);
}

function authentication(api: Api): HTMLElement | undefined {
  if (api.schemes.size === 0) return undefined;
  return el(
    "section",
    {},
    el("h2", {}, "Authentication"),
    el(
      "ul",
      { class: "fields" },
      ...[...api.schemes].map(([name, scheme]) =>
        el(
          "li",
          { class: "field" },
          el(
            "div",
            { class: "field-head" },
            el("code", { class: "field-name" }, name),
            el("span", { class: "type" }, schemeText(scheme)),
          ),
          markdown(textOf(scheme["description"])),
        ),
      ),
    ),
  );
}

export function schemeText(scheme: Json): string {
  const kind = credentialKind(scheme);
  const name = textOf(scheme["name"]);
  if (kind === "basic") return "user name and password (HTTP Basic)";
  if (kind === "header" || kind === "query" || kind === "cookie") return `API key in the ${kind} ${name}`;
  const type = textOf(scheme["type"]);
  if (type === "oauth2") return "access token (OAuth 2)";
  if (type === "openIdConnect") return "access token (OpenID Connect)";
  if (type === "mutualTLS") return "client certificate";
  const format = textOf(scheme["bearerFormat"]);
  return kind === "bearer"
    ? `bearer token${format === "" ? "" : ` (${format})`}`
    : textOf(scheme["scheme"]) || type;
}

function groupView(group: Group): HTMLElement {
  return el(
    "section",
    {},
    el("h2", {}, group.name),
    markdown(group.description),
    el(
      "ul",
      { class: "operation-list" },
      ...group.operations.map((operation) =>
        el(
          "li",
          { class: operation.deprecated ? "is-deprecated" : undefined },
          el(
            "a",
            { href: linkTo(operation) },
            methodBadge(operation.method),
            pathText(operation.path),
            el("span", { class: "operation-summary" }, operation.summary),
          ),
        ),
      ),
    ),
  );
}
