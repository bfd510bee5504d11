/** Bundled into `dist/` by the build of create-daloy, so that a project installs nothing for it. */

export { default as Range } from "semver/classes/range.js";
export { default as isNewer } from "semver/functions/gt.js";
export { default as satisfies } from "semver/functions/satisfies.js";
