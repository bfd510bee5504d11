import type { Choice } from "./option.ts";

/** Says what is wrong with an answer, or nothing when it can be taken. */
export type Check = (text: string) => string | undefined | Promise<string | undefined>;

export interface TextQuestion {
  readonly message: string;
  /** Taken when the answer is empty. */
  readonly proposal: string | undefined;
  /** An example of an answer, where there is no proposal. */
  readonly placeholder?: string;
  readonly check: Check;
}
export interface ChoiceQuestion {
  readonly message: string;
  readonly choices: readonly Choice[];
  /** The value of the choice that Enter takes. */
  readonly proposal: string | undefined;
}
export interface SwitchQuestion {
  readonly message: string;
  readonly proposal: boolean;
}

/** Asks a person. Each question throws `Cancelled` when it is declined (Ctrl-C, end of input). */
export interface Prompter {
  text(question: TextQuestion): Promise<string>;
  choose(question: ChoiceQuestion): Promise<string>;
  confirm(question: SwitchQuestion): Promise<boolean>;
}
