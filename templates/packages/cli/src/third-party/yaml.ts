/** Bundled into `dist/` by the build of create-daloy, so that a project installs nothing for it. */
export {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  parseDocument,
} from "yaml";
