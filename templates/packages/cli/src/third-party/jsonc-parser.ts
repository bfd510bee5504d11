/** Bundled into `dist/` by the build of create-daloy, so that a project installs nothing for it. */
export { applyEdits, modify } from "jsonc-parser";
