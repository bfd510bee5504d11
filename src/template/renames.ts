/** A file that a release of the templates moved: declared, never guessed. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}
