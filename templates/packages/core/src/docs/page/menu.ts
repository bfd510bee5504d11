import { icon } from "./dom.ts";

export interface Menu {
  /** Shows the navigation where it is not beside the content. */
  open(): void;
  close(): void;
}

/** On narrow screens the navigation lies over the content, which is then out of reach. */
export function connectMenu(button: HTMLElement, sidebar: HTMLElement, main: HTMLElement): Menu {
  const narrow = matchMedia("(max-width: 52rem)");
  const set = (isOpen: boolean) => {
    const covers = isOpen && narrow.matches;
    sidebar.classList.toggle("is-open", covers);
    main.inert = covers;
    button.setAttribute("aria-expanded", String(covers));
  };
  button.append(icon("menu"));
  button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
  sidebar.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !narrow.matches) return;
    set(false);
    button.focus();
  });
  narrow.addEventListener("change", () => set(false));
  return { open: () => set(true), close: () => set(false) };
}
