/** Bundled into `dist/` by the build of create-daloy, so that a project installs nothing for it. */
export { default as parseExpression } from "spdx-expression-parse";
