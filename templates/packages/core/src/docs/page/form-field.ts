import { el, freshId, present } from "./dom.ts";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** A control with its label, and a hint that is read with it. */
export function labelled(label: string | Node, control: Control, hint = "", required = false): HTMLElement {
  control.id = freshId();
  const hintId = freshId();
  if (hint !== "") control.setAttribute("aria-describedby", hintId);
  if (required) control.setAttribute("aria-required", "true");
  return el(
    "div",
    { class: "form-field" },
    el(
      "label",
      { for: control.id },
      label,
      required && el("span", { class: "flag flag-required" }, "required"),
    ),
    control,
    hint !== "" && el("p", { class: "hint", id: hintId }, hint),
  );
}

export function selectOf(
  options: readonly { value: string; label: string }[],
  selected?: string,
): HTMLSelectElement {
  return el(
    "select",
    {},
    ...options.map(({ value, label }) => el("option", { value, selected: value === selected }, label)),
  );
}

/** Controls that belong together. */
export function fieldset(legend: string, ...content: readonly (Node | undefined)[]): HTMLElement {
  return el("fieldset", {}, el("legend", {}, legend), ...present(content));
}
