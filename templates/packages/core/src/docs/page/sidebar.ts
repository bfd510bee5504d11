import type { Api, Operation } from "./api.ts";
import { methodBadge } from "./code-view.ts";
import { announce, el, icon } from "./dom.ts";
import { linkTo } from "./link.ts";
import { bestMatch, matches, searchText } from "./search.ts";

export interface Sidebar {
  readonly search: HTMLInputElement;
  /** Marks the operation that is shown. */
  mark(operation: Operation | undefined): void;
}

interface Entry {
  readonly text: string;
  readonly item: HTMLElement;
  readonly link: HTMLAnchorElement;
}

/** Fills the navigation: the search field, and every operation by tag. */
export function fillSidebar(container: HTMLElement, api: Api): Sidebar {
  const search = el("input", {
    type: "search",
    id: "search",
    placeholder: "Search",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": "Search operations",
    "aria-keyshortcuts": "/",
    "aria-controls": "operations",
  });
  const list = el("div", { id: "operations" });
  const nothing = el("p", { class: "nothing", hidden: true }, "Nothing matches.");
  const links = new Map<Operation, HTMLAnchorElement>();

  const groups = api.groups.map((group, index) => {
    const heading = el("h2", { id: `group-${index}` }, group.name);
    const entries = group.operations.map((operation): Entry => {
      const link = el(
        "a",
        { href: linkTo(operation), class: operation.deprecated ? "is-deprecated" : undefined },
        el("span", { class: "nav-text" }, operation.summary),
        methodBadge(operation.method),
      );
      links.set(operation, link);
      return { text: searchText(operation), item: el("li", {}, link), link };
    });
    const items = entries.map(({ item }) => item);
    const section = el(
      "div",
      { class: "nav-group" },
      heading,
      el("ul", { "aria-labelledby": heading.id }, ...items),
    );
    list.append(section);
    return { section, entries };
  });

  const visible = () => groups.flatMap(({ entries }) => entries.filter(({ item }) => !item.hidden));

  search.addEventListener("input", () => {
    for (const { section, entries } of groups) {
      for (const { item, text } of entries) item.hidden = !matches(text, search.value);
      section.hidden = entries.every(({ item }) => item.hidden);
    }
    const count = visible().length;
    nothing.hidden = count > 0;
    announce(`${count} of ${api.operations.length} operations`);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") bestMatch(visible(), search.value)?.link.click();
    else if (event.key === "ArrowDown") visible()[0]?.link.focus();
    else if (event.key === "Escape" && search.value !== "") {
      search.value = "";
      search.dispatchEvent(new Event("input"));
    } else return;
    event.preventDefault();
  });
  list.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    const shown = visible();
    const at = shown.findIndex(({ link }) => link === document.activeElement);
    (shown[at + step]?.link ?? (step < 0 ? search : undefined))?.focus();
    event.preventDefault();
  });

  const key = el("kbd", { "aria-hidden": "true" }, "/");
  container.append(el("div", { class: "search" }, icon("search"), search, key), nothing, list);

  let marked: HTMLAnchorElement | undefined;
  return {
    search,
    mark(operation) {
      marked?.removeAttribute("aria-current");
      marked = operation && links.get(operation);
      marked?.setAttribute("aria-current", "page");
      marked?.scrollIntoView({ block: "nearest" });
    },
  };
}
