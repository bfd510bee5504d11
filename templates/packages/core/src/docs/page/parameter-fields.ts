import type { Parameter } from "./api.ts";
import { el } from "./dom.ts";
import { exampleOf } from "./example.ts";
import { fieldset, labelled, selectOf } from "./form-field.ts";
import { listOf } from "./json.ts";
import { typesOf } from "./object-shape.ts";
import type { Resolve } from "./reference.ts";
import { parameterKey } from "./request-plan.ts";

type Input = HTMLInputElement | HTMLSelectElement;

export interface ParameterFields {
  readonly element: HTMLElement | undefined;
  values(): Map<string, string>;
  /** A path parameter without a value: the request could not be what was meant. */
  firstMissing(): { readonly name: string; readonly input: Input } | undefined;
}

/** An input for each parameter. What is required starts with a value that its schema accepts. */
export function parameterFields(parameters: readonly Parameter[], resolve: Resolve): ParameterFields {
  const inputs = parameters.map((parameter) => ({ parameter, input: inputFor(parameter, resolve) }));
  const fields = inputs.map(({ parameter, input }) =>
    labelled(
      el("code", {}, parameter.name),
      input,
      isList(parameter, resolve) ? "Several values: separated by commas." : "",
      parameter.required,
    ),
  );
  return {
    element: parameters.length === 0 ? undefined : fieldset("Parameters", ...fields),
    values: () => new Map(inputs.map(({ parameter, input }) => [parameterKey(parameter), input.value])),
    firstMissing() {
      let first: { name: string; input: Input } | undefined;
      for (const { parameter, input } of inputs) {
        const isMissing = parameter.place === "path" && input.value === "";
        if (isMissing) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
        if (isMissing) first ??= { name: parameter.name, input };
      }
      return first;
    },
  };
}

function inputFor(parameter: Parameter, resolve: Resolve): Input {
  const { node } = resolve(parameter.schema);
  const example = asText(
    parameter.example ?? exampleOf(parameter.schema, { resolve, direction: "request" }, parameter.name),
  );
  const choices = typesOf(node).includes("boolean") ? [true, false] : listOf(node["enum"]);
  if (choices.length > 0) {
    const options = choices.map((choice) => ({ value: asText(choice), label: asText(choice) }));
    if (!parameter.required) options.unshift({ value: "", label: "not sent" });
    return selectOf(options, parameter.required ? example : "");
  }
  return el("input", {
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    autocapitalize: "off",
    inputmode: /^(integer|number)$/.test(typesOf(node)[0] ?? "") ? "decimal" : undefined,
    value: parameter.required ? example : undefined,
    placeholder: parameter.required ? undefined : asText(node["default"] ?? ""),
  });
}

function isList(parameter: Parameter, resolve: Resolve): boolean {
  return parameter.place === "query" && typesOf(resolve(parameter.schema).node).includes("array");
}

function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(asText).join(", ");
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
