import { el, icon } from "./dom.ts";

const themes = ["auto", "light", "dark"] as const;
type Theme = (typeof themes)[number];
const icons = { auto: "auto", light: "sun", dark: "moon" } as const;
const names = { auto: "system", light: "light", dark: "dark" } as const;

/** Makes the button go round the system's theme, light and dark. The choice is all that this page ever stores. */
export function connectThemeButton(button: HTMLElement): void {
  const root = document.documentElement;
  const current = (): Theme => themes.find((theme) => theme === root.dataset["theme"]) ?? "auto";
  const show = () => {
    const label = `Colour theme: ${names[current()]}`;
    button.title = label;
    button.replaceChildren(icon(icons[current()]), el("span", { class: "visually-hidden" }, label));
  };
  button.addEventListener("click", () => {
    const next = themes[(themes.indexOf(current()) + 1) % themes.length] ?? "auto";
    if (next === "auto") delete root.dataset["theme"];
    else root.dataset["theme"] = next;
    try {
      localStorage.setItem("docs-theme", next);
    } catch {
      // storage is switched off: the choice lasts as long as the page
    }
    show();
  });
  show();
}
