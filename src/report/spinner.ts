import type { Writable } from "node:stream";

const frames = ["◒", "◐", "◓", "◑"];
const interval = 100;
const clearLine = "\r\u001b[K";
const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";

/** One line that turns while something runs. It leaves Ctrl-C alone: the signal must reach the run, not the drawing. */
export class Spinner {
  readonly #output: Writable & { readonly columns?: number };
  readonly #paint: (frame: string) => string;
  readonly #started = Date.now();
  #text: string;
  #turn = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(
    output: Writable & { readonly columns?: number },
    text: string,
    paint: (frame: string) => string,
  ) {
    this.#output = output;
    this.#text = text;
    this.#paint = paint;
    output.write(hideCursor);
    this.#draw();
    this.#timer = setInterval(() => this.#draw(), interval);
    this.#timer.unref();
  }

  update(text: string): void {
    this.#text = text;
  }

  /** Makes room for lines above the spinner. */
  around(print: () => void): void {
    this.#output.write(clearLine);
    print();
    this.#draw();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#output.write(`${clearLine}${showCursor}`);
  }

  #draw(): void {
    const frame = frames[this.#turn % frames.length] ?? "";
    this.#turn += 1;
    const seconds = Math.floor((Date.now() - this.#started) / 1000);
    const room = Math.max(10, (this.#output.columns || 80) - 4);
    const text = seconds < 2 ? this.#text : `${this.#text} (${seconds} s)`;
    this.#output.write(`${clearLine}${this.#paint(frame)}  ${text.slice(0, room)}`);
  }
}
