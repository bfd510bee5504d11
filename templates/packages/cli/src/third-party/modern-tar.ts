/** Bundled into `dist/` by the build of create-daloy, so that a project installs nothing for it. */
export { unpackTar } from "modern-tar";
