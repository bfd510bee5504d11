import { type Operation, readApi } from "./api.ts";
import { announce, byId } from "./dom.ts";
import { operationAt } from "./link.ts";
import { connectMenu } from "./menu.ts";
import { type OperationView, operationView } from "./operation-view.ts";
import { overviewView } from "./overview-view.ts";
import { fillSidebar } from "./sidebar.ts";
import { connectThemeButton } from "./theme.ts";

const api = readApi(JSON.parse(byId("openapi-document").textContent));
const siteTitle = document.title;
const main = byId("main");
const sidebarElement = byId("sidebar");
const sidebar = fillSidebar(sidebarElement, api);
const menu = connectMenu(byId("menu-button"), sidebarElement, main);
connectThemeButton(byId("theme-button"));

/** Views that were shown keep what was typed and answered in them. */
const views = new Map<Operation, OperationView>();

function viewOf(operation: Operation): HTMLElement {
  const view = views.get(operation) ?? operationView(operation, api);
  views.set(operation, view);
  view.refresh();
  return view.element;
}

function show(): void {
  const operation = operationAt(api, location.hash);
  main.replaceChildren(operation ? viewOf(operation) : overviewView(api));
  document.title = operation ? `${operation.summary} · ${siteTitle}` : siteTitle;
  sidebar.mark(operation);
  menu.close();
}

addEventListener("hashchange", () => {
  show();
  scrollTo(0, 0);
  main.querySelector("h1")?.focus({ preventScroll: true });
  announce(document.title);
});

document.querySelector(".skip-link")?.addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  menu.open();
  sidebar.search.focus();
  sidebar.search.select();
});

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select");
}

show();
