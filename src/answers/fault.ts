/** Something wrong with the command line, and what mends it. */
export interface Fault {
  readonly message: string;
  readonly fix: string;
}
