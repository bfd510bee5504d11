type Child = Node | string | undefined | false;
type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** Makes an element. Strings become text nodes; `undefined` and `false` are left out; `true` is an empty attribute. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...present(children));
  return element;
}

export function present(children: readonly Child[]): (Node | string)[] {
  return children.filter((child) => child !== undefined && child !== false);
}

/** The page's own element of that id. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element;
}

let lastId = 0;

/** For labels and descriptions that point at each other. */
export function freshId(): string {
  lastId += 1;
  return `d${lastId}`;
}

/** Tells a screen reader what happened elsewhere on the page. */
export function announce(text: string): void {
  byId("announcer").textContent = text;
}

const icons = {
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14",
  copy: "M5.5 5.5V3.2c0-.7.5-1.2 1.2-1.2h6.1c.7 0 1.2.5 1.2 1.2v6.1c0 .7-.5 1.2-1.2 1.2h-2.3M3.2 5.5h6.1c.7 0 1.2.5 1.2 1.2v6.1c0 .7-.5 1.2-1.2 1.2H3.2c-.7 0-1.2-.5-1.2-1.2V6.7c0-.7.5-1.2 1.2-1.2Z",
  check: "m3 8.5 3.2 3.2L13 4.5",
  lock: "M4.5 7.2V5a3.5 3.5 0 0 1 7 0v2.2M4 7.2h8c.6 0 1 .4 1 1V13c0 .6-.4 1-1 1H4c-.6 0-1-.4-1-1V8.2c0-.6.4-1 1-1Z",
  open: "M4.5 7.2V5a3.5 3.5 0 0 1 6.7-1.4M4 7.2h8c.6 0 1 .4 1 1V13c0 .6-.4 1-1 1H4c-.6 0-1-.4-1-1V8.2c0-.6.4-1 1-1Z",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13",
  moon: "M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3Z",
  auto: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 2v12M10 3v10M12 4.7v6.6",
  menu: "M2 4h12M2 8h12M2 12h8",
  previous: "M10 3 5 8l5 5",
  next: "m6 3 5 5-5 5",
} as const;

export type IconName = keyof typeof icons;

export function icon(name: IconName): SVGSVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", icons[name]);
  svg.append(path);
  return svg;
}
