import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

interface Memory {
  readonly before: { readonly heapUsed: number };
  readonly after: { readonly heapUsed: number };
}

interface Figures {
  readonly keys: { readonly keys: number; readonly heldAfter: readonly number[] };
  readonly bodies: {
    readonly sent: number;
    readonly wrong: readonly string[];
    readonly statuses: Record<string, number>;
    readonly memory: Memory;
    readonly alive: boolean;
  };
  readonly slow: {
    readonly left: number;
    readonly statuses: Record<string, number>;
    readonly lastHeadEndedAfter: number;
    readonly lastBodyEndedAfter: number;
    readonly honest: { readonly answered: number; readonly failed: number };
    readonly memory: Memory;
    readonly alive: boolean;
  };
}

const mebibyte = 2 ** 20;
const growth = ({ before, after }: Memory) => after.heapUsed - before.heapUsed;

/** The short run of `bench/soak.mjs`; the long one is for a quiet machine. */
describe("under hostile clients", () => {
  let figures: Figures;
  let errors = "";

  beforeAll(async () => {
    const program = fileURLToPath(new URL("../../bench/soak.mjs", import.meta.url));
    const child = spawn(process.execPath, [program, "--short", "--json"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    await once(child, "close");
    figures = JSON.parse(output) as Figures;
  }, 120_000);

  it("nothing went wrong", () => {
    expect(errors).toBe("");
  });

  it("rate-limit keys are held for two windows, 100,000 each, and no more", () => {
    const [first = 0, second = 0, third = 0] = figures.keys.heldAfter;
    expect(first).toBeLessThan(50 * mebibyte);
    expect(second).toBeLessThan(100 * mebibyte);
    expect(third).toBeLessThan(second + 5 * mebibyte);
  });

  it("every hostile body has the answer that is right for it, and leaves nothing behind", () => {
    expect(figures.bodies).toMatchObject({ wrong: [], alive: true });
    expect(Object.keys(figures.bodies.statuses)).toEqual(["201", "400", "413", "415", "422"]);
    expect(growth(figures.bodies.memory)).toBeLessThan(8 * mebibyte);
  });

  it("slow heads and slow bodies are cut off in time, and keep nobody honest waiting", () => {
    const { slow } = figures;
    expect(slow).toMatchObject({ left: 0, alive: true, honest: { failed: 0 }, statuses: { 408: 200 } });
    expect(slow.honest.answered).toBeGreaterThan(3);
    expect(slow.lastHeadEndedAfter).toBeLessThan(8);
    expect(slow.lastBodyEndedAfter).toBeLessThan(8);
    expect(growth(slow.memory)).toBeLessThan(8 * mebibyte);
  });
});
