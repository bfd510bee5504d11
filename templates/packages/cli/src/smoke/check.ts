/** One thing that was looked at, and whether it holds. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** How long it took, in milliseconds. */
  readonly ms: number;
  /** What came; where it does not hold, what was expected too. */
  readonly detail: string;
  /** It could not be looked at, because what it builds on does not hold. Never ok. */
  readonly skipped?: true;
}

/** Takes each check when it is finished. */
export type Recorder = (check: Check) => void;

/** Something does not hold. The message says what was expected and what came. */
export class Finding extends Error {
  override readonly name = "Finding";
}

/** Looks at one thing: `look` resolves to what came, or throws a {@link Finding}. */
export async function check(name: string, look: () => Promise<string>): Promise<Check> {
  const started = performance.now();
  const finish = (ok: boolean, detail: string): Check => ({
    name,
    ok,
    ms: Math.round(performance.now() - started),
    detail,
  });
  try {
    return finish(true, await look());
  } catch (error) {
    if (error instanceof Finding) return finish(false, error.message);
    throw error;
  }
}

export function skipped(name: string, why: string): Check {
  return { name, ok: false, ms: 0, detail: `Not looked at: ${why}`, skipped: true };
}
