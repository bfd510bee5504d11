import type { Writable } from "node:stream";
import type { Theme } from "./theme.ts";
import { wrap } from "./wrap.ts";

/** Prints lines along the bar at the left, with one empty line of it before each block. */
export class Printer {
  /** Cells for prose. */
  readonly width: number;
  readonly #output: Writable;
  readonly #theme: Theme;
  /** Also at the start: there is nothing to keep a distance from. */
  #atGap = true;

  constructor(output: Writable, theme: Theme, width: number) {
    this.#output = output;
    this.#theme = theme;
    this.width = width;
  }

  line(text: string): void {
    this.#output.write(`${text}\n`);
    this.#atGap = false;
  }

  /** An empty line, unless the last one was. The plain theme has none. */
  gap(): void {
    if (this.#atGap || this.#theme.gap === undefined) return;
    this.line(this.#theme.gap);
    this.#atGap = true;
  }

  /** A sign, prose, and lines that stay as they are. */
  note(sign: string, text: string, lines: readonly string[] = []): void {
    const [first = "", ...rest] = wrap(text, this.width);
    this.line(`${sign}${first}`);
    for (const line of [...rest, ...lines]) this.line(`${this.#theme.bar}${line}`);
  }

  block(sign: string, text: string, lines: readonly string[] = []): void {
    this.gap();
    this.note(sign, text, lines);
  }
}
