/** What a start of the app may be told from outside. Every value is text, so that it fits every platform's settings. */
export interface Settings {
  /** As the project's own `TRUST_PROXY`. */
  TRUST_PROXY?: string;
  /**
   * What no boot may let pass: a wildcard CORS origin (`argument`), which its own call refuses; or headers that are switched
   * off beside a write route that is open to all (`app`), which only the whole app shows.
   */
  INSECURE?: "argument" | "app";
}

export const limits = { bodyBytes: 1024, requestMs: 700, headers: 40 };

/** What a fault says of itself inside, and no answer may repeat. */
export const secretOfTheFault = "postgres://admin@10.0.0.5";
