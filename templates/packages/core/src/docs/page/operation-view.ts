import type { Api, Body, Content, Operation, Parameter } from "./api.ts";
import { copyButton, methodBadge, pathText } from "./code-view.ts";
import { el, icon } from "./dom.ts";
import { linkTo } from "./link.ts";
import { markdown } from "./markdown-view.ts";
import { schemeText } from "./overview-view.ts";
import { requestPanel } from "./request-panel.ts";
import { exampleCard, responseList } from "./response-view.ts";
import { fieldList, schemaView } from "./schema-view.ts";

export interface OperationView {
  readonly element: HTMLElement;
  /** To be called whenever the view comes back: what it shares with others may have changed. */
  refresh(): void;
}

/** Everything about one operation: what it takes and gives on the left, a request to send on the right. */
export function operationView(operation: Operation, api: Api): OperationView {
  const panel = requestPanel(operation, api);
  const element = el(
    "article",
    { class: "operation" },
    head(operation, api),
    el(
      "div",
      { class: "columns" },
      el(
        "div",
        { class: "column" },
        markdown(operation.description),
        ...["path", "query", "header", "cookie"].map((place) => parameterSection(place, operation, api)),
        operation.body && bodySection(operation.body, api),
        el("section", {}, el("h2", {}, "Responses"), responseList(operation.responses, api.resolve)),
      ),
      el(
        "div",
        { class: "column column-request" },
        panel.element,
        exampleCard(operation.responses, api.resolve),
      ),
    ),
    pager(operation, api),
  );
  return { element, refresh: panel.refresh };
}

function head(operation: Operation, api: Api): HTMLElement {
  return el(
    "header",
    { class: "operation-head" },
    operation.tags.length > 0 && el("p", { class: "eyebrow" }, operation.tags.join(" · ")),
    el("h1", { tabindex: "-1" }, operation.summary),
    el(
      "div",
      { class: "endpoint" },
      methodBadge(operation.method),
      pathText(operation.path),
      copyButton("the path", () => operation.path),
    ),
    operation.deprecated &&
      el(
        "p",
        { class: "notice" },
        el("strong", {}, "Deprecated."),
        " It still answers, but new code should not call it.",
      ),
    security(operation, api),
  );
}

function security(operation: Operation, api: Api): HTMLElement {
  if (
    operation.security.length === 0 ||
    operation.security.every((requirement) => requirement.length === 0)
  ) {
    return el("p", { class: "security" }, icon("open"), "No authentication");
  }
  const alternatives = operation.security.map((requirement) =>
    requirement.length === 0
      ? "nothing"
      : requirement
          .map(({ scheme }) => schemeText(api.schemes.get(scheme) ?? { type: scheme }))
          .join(" and "),
  );
  const scopes = [
    ...new Set(operation.security.flatMap((requirement) => requirement.flatMap((one) => one.scopes))),
  ];
  return el(
    "p",
    { class: "security" },
    icon("lock"),
    `Requires ${alternatives.join(", or ")}`,
    scopes.length > 0 && ` with ${scopes.length === 1 ? "scope" : "scopes"} `,
    ...scopes.map((scope) => el("code", { class: "value" }, scope)),
  );
}

const placeTitles: Readonly<Record<string, string>> = {
  path: "Path parameters",
  query: "Query parameters",
  header: "Headers",
  cookie: "Cookies",
};

function parameterSection(place: string, operation: Operation, api: Api): HTMLElement | undefined {
  const parameters: Parameter[] = operation.parameters.filter((parameter) => parameter.place === place);
  if (parameters.length === 0) return undefined;
  return el("section", {}, el("h2", {}, placeTitles[place] ?? place), fieldList(parameters, api.resolve));
}

function bodySection(body: Body, api: Api): HTMLElement {
  return el(
    "section",
    {},
    el(
      "h2",
      {},
      "Request body",
      body.required ? el("span", { class: "flag flag-required" }, "required") : undefined,
    ),
    markdown(body.description),
    ...contentViews(body.contents, api),
  );
}

/** Media types that share a schema share its description. */
function contentViews(contents: readonly Content[], api: Api): HTMLElement[] {
  const bySchema = new Map<string, Content[]>();
  for (const content of contents) {
    const key = JSON.stringify(content.schema) ?? "";
    bySchema.set(key, [...(bySchema.get(key) ?? []), content]);
  }
  return [...bySchema.values()].map((group) =>
    schemaView(
      group[0]?.schema,
      api.resolve,
      group.map(({ mediaType }) => mediaType),
    ),
  );
}

function pager(operation: Operation, api: Api): HTMLElement {
  const order = api.groups.flatMap((group) => group.operations);
  const at = order.indexOf(operation);
  const [before, after] = [order[at - 1], order[at + 1]];
  return el(
    "nav",
    { class: "pager", "aria-label": "Neighbouring operations" },
    before && el("a", { href: linkTo(before) }, icon("previous"), el("span", {}, before.summary)),
    after &&
      el("a", { href: linkTo(after), class: "pager-next" }, el("span", {}, after.summary), icon("next")),
  );
}
