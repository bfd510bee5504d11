/** `create book` and `createBook` as `CreateBook`. */
export function pascalCase(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join("");
}

/** `getBookById` as `Get book by id`; abbreviations stay as they are. */
export function sentence(operationId: string): string {
  const words = operationId
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => (/^[A-Z0-9]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(" ");
  return words === "" ? operationId : words[0]?.toUpperCase() + words.slice(1);
}

/** What a component may be called (OAS 3.1.1 §4.8.7). */
export function componentName(text: string): string {
  const name = text.replaceAll(/[^A-Za-z0-9._-]/g, "_");
  return name === "" ? "Schema" : name;
}
