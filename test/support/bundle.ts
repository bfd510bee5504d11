import { fileURLToPath } from "node:url";

/** The command as it ships; `npm test` builds it first. */
export const bundle = fileURLToPath(new URL("../../dist/create-daloy.js", import.meta.url));
