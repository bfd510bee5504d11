/** The run was ended from outside: Ctrl-C, a signal, the end of input. The reason of the run's `AbortSignal`. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";

  constructor() {
    super("Cancelled.");
  }
}
