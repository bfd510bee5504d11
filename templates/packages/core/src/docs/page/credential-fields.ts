import type { Requirement } from "./api.ts";
import { type Credential, credentialKind, credentialOf } from "./credentials.ts";
import { el } from "./dom.ts";
import { fieldset, labelled, selectOf } from "./form-field.ts";
import { type Json, textOf } from "./json.ts";
import { schemeText } from "./overview-view.ts";

export interface CredentialFields {
  readonly element: HTMLElement | undefined;
  /** The alternative that is chosen. */
  requirement(): Requirement;
  /** Takes over what was typed for the same scheme elsewhere. */
  refresh(): void;
}

/** Inputs for what an operation's security asks for. */
export function credentialFields(
  alternatives: readonly Requirement[],
  schemes: ReadonlyMap<string, Json>,
): CredentialFields {
  const inputs: { input: HTMLInputElement; credential: Credential; member: keyof Credential }[] = [];
  const bound = (credential: Credential, member: keyof Credential, type: "text" | "password") => {
    const input = el("input", { type, autocomplete: "off", spellcheck: "false", autocapitalize: "off" });
    input.addEventListener("input", () => {
      credential[member] = input.value;
    });
    inputs.push({ input, credential, member });
    return input;
  };
  const partOf = (requirement: Requirement) =>
    el(
      "div",
      { class: "form-fields" },
      ...requirement.flatMap(({ scheme }) => schemeFields(scheme, schemes.get(scheme) ?? {}, bound)),
    );

  const parts = alternatives.map(partOf);
  const choice = selectOf(
    alternatives.map((requirement, index) => ({
      value: String(index),
      label: requirement.map(({ scheme }) => scheme).join(" + ") || "without credentials",
    })),
  );
  const showChosen = () => {
    for (const [index, part] of parts.entries()) part.hidden = String(index) !== choice.value;
  };
  choice.addEventListener("input", showChosen);
  showChosen();
  return {
    element:
      alternatives.length === 0
        ? undefined
        : fieldset(
            "Authentication",
            alternatives.length > 1 ? labelled("Scheme", choice) : undefined,
            ...parts,
          ),
    requirement: () => alternatives[Number(choice.value)] ?? [],
    refresh() {
      for (const { input, credential, member } of inputs) {
        if (input.value !== credential[member]) input.value = credential[member];
      }
    },
  };
}

function schemeFields(
  name: string,
  scheme: Json,
  bound: (credential: Credential, member: keyof Credential, type: "text" | "password") => HTMLInputElement,
): HTMLElement[] {
  const kind = credentialKind(scheme);
  const credential = credentialOf(name);
  if (kind === "none") return [el("p", { class: "hint" }, `This page cannot send: ${schemeText(scheme)}.`)];
  if (kind === "basic") {
    return [
      labelled("User name", bound(credential, "username", "text")),
      labelled("Password", bound(credential, "secret", "password"), kept),
    ];
  }
  const label = kind === "bearer" ? "Bearer token" : textOf(scheme["name"]) || "API key";
  const hint = kind === "cookie" ? "A page cannot set cookies: only the curl line carries it." : kept;
  return [labelled(label, bound(credential, "secret", "password"), hint)];
}

const kept = "Kept until this page is closed, for every operation. Never stored.";
