/** The boot guards, by the name under which each is reported and waived. */
export const guardNames = [
  "auth-without-hook",
  "cors-wildcard",
  "debugger-exposed",
  "insecure-cookie",
  "insecure-defaults",
  "jwks-symmetric",
  "object-authorization",
  "open-metrics",
  "session-without-csrf",
  "tls-verification-off",
  "unauthenticated-write",
  "weak-secret",
] as const;
export type GuardName = (typeof guardNames)[number];

/** One fault of the configuration, with its mend. */
export interface Violation {
  readonly guard: GuardName;
  readonly message: string;
  readonly fix: string;
  /** False where it could never work, so that a waiver changes nothing. */
  readonly waivable?: false;
}

/** The app refuses to start. `violations` holds every fault that was found, each with its fix. */
export class BootGuardError extends Error {
  override readonly name = "BootGuardError";
  readonly violations: readonly Violation[];

  /** @param hint what else the reader can do, for the end of the report */
  constructor(violations: readonly Violation[], hint?: string) {
    super(hint === undefined ? describe(violations) : `${describe(violations)}\n${hint}`);
    this.violations = violations;
  }

  /** An uncaught refusal prints its report, not a stack trace: the fault is in the configuration, not in the code. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return `${this.name}: ${this.message}`;
  }
}

function describe(violations: readonly Violation[]): string {
  const count = violations.length === 1 ? "1 fault" : `${violations.length} faults`;
  const lines = violations.map(({ guard, message, fix }) => `  [${guard}] ${message}\n    Fix: ${fix}`);
  return `Refusing to start: ${count} in the configuration.\n${lines.join("\n")}`;
}
