import { describe, expect, it } from "vitest";
import type { PackageManager, Runtime } from "../../src/answers/answers.ts";
import type { Prompter } from "../../src/answers/prompter.ts";
import { type ResolveOptions, resolveSettings } from "../../src/answers/resolve.ts";

const how = (given: Partial<ResolveOptions> = {}): ResolveOptions => ({
  situation: { runBy: undefined, dryRun: false },
  prompter: undefined,
  takeDefaults: false,
  checkDirectory: () => undefined,
  ...given,
});

/** Gives what the script says for a question, else what is proposed, and notes what was asked. */
function scripted(answers: Record<string, string | boolean> = {}): {
  prompter: Prompter;
  asked: string[];
  offered: Map<string, readonly string[]>;
} {
  const asked: string[] = [];
  const offered = new Map<string, readonly string[]>();
  const answer = <Value>(message: string, proposal: Value): unknown => {
    asked.push(message);
    return answers[message] ?? proposal;
  };
  return {
    asked,
    offered,
    prompter: {
      text: async ({ message, proposal }) => String(answer(message, proposal)),
      choose: async ({ message, choices, proposal }) => {
        offered.set(
          message,
          choices.map(({ value }) => value),
        );
        return String(answer(message, proposal));
      },
      confirm: async ({ message, proposal }) => answer(message, proposal) === true,
    },
  };
}

describe("resolveSettings", () => {
  it("takes defaults, with the manager that ran the command", async () => {
    const settings = await resolveSettings(
      {},
      how({ takeDefaults: true, situation: { runBy: "pnpm", dryRun: false } }),
    );
    expect(settings).toEqual({
      directory: "my-daloy-app",
      name: "my-daloy-app",
      runtime: "node",
      packageManager: "pnpm",
      auth: "jwt",
      rateLimit: "memory",
      proxy: "unset",
      example: true,
      ci: true,
      codeOwner: "none",
      docker: true,
      install: true,
      smoke: true,
      git: true,
    });
  });

  it("asks in order, and only what is open and has more than one answer", async () => {
    const { prompter, asked } = scripted();
    await resolveSettings({ proxy: "none" }, how({ prompter }));
    expect(asked).toEqual([
      "Where should the project go?",
      "Where will it run?",
      "Which package manager?",
      "How will callers authenticate?",
      "Where are rate limits counted?",
      "Include the bookstore example?",
      "Add hardened GitHub workflows?",
      "Who owns the code? (@user, @organisation/team, or none)",
      "Add a Dockerfile?",
      "Install the dependencies?",
      "Build it and run the smoke test?",
      "Start a git repository?",
    ]);
  });

  it("asks nothing about proxies where the platform itself stands in front", async () => {
    const { prompter, asked } = scripted();
    const settings = await resolveSettings({ runtime: "lambda" }, how({ prompter }));
    expect(asked).not.toContain("What will stand in front of it?");
    expect(settings.proxy).toBe("unset");
  });

  it("asks for no Dockerfile there either", async () => {
    const { prompter, asked } = scripted();
    const settings = await resolveSettings({ runtime: "vercel" }, how({ prompter }));
    expect(asked).not.toContain("Add a Dockerfile?");
    expect(settings.docker).toBe(false);
  });

  it.each([
    [{ runtime: "deno" }, { packageManager: "deno", docker: true }],
    [{ runtime: "bun" }, { packageManager: "bun" }],
    [{ packageManager: "deno" }, { runtime: "deno" }],
    [{ packageManager: "bun" }, { runtime: "node" }],
  ] as const)("takes what goes with %j", async (flags, expected) => {
    const settings = await resolveSettings(flags, how({ takeDefaults: true }));
    expect(settings).toMatchObject(expected);
  });

  it("takes the manager that ran the command only where it goes with the runtime", async () => {
    const taken = async (runtime: Runtime, runBy: PackageManager) =>
      (await resolveSettings({ runtime }, how({ takeDefaults: true, situation: { runBy, dryRun: false } })))
        .packageManager;
    expect(await taken("bun", "pnpm")).toBe("pnpm");
    expect(await taken("node", "deno")).toBe("npm");
    expect(await taken("deno", "npm")).toBe("deno");
  });

  it.each([
    ["deno", "deno"],
    ["bun", "node"],
    [undefined, "node"],
  ] as const)("started by %s, makes a project for %s when nobody says", async (runBy, runtime) => {
    const settings = await resolveSettings(
      {},
      how({ takeDefaults: true, situation: { runBy, dryRun: false } }),
    );
    expect(settings).toMatchObject({ runtime, packageManager: runBy ?? "npm" });
  });

  it("offers only what goes together", async () => {
    const { prompter, offered } = scripted();
    await resolveSettings({ runtime: "bun" }, how({ prompter }));
    expect(offered.get("Which package manager?")).toEqual(["npm", "pnpm", "yarn", "bun"]);
    const other = scripted();
    await resolveSettings({ packageManager: "deno" }, how({ prompter: other.prompter }));
    expect(other.offered.get("Where will it run?")).toEqual(["deno"]);
  });

  it("asks for a name when the directory's own does not stand", async () => {
    const { prompter, asked } = scripted({ "Where should the project go?": "My API" });
    const settings = await resolveSettings({}, how({ prompter }));
    expect(asked).toContain("What is the package called?");
    expect(settings.name).toBe("my-api");
  });

  it("does not ask for a smoke test of what is not installed", async () => {
    const { prompter, asked } = scripted({ "Install the dependencies?": false });
    const settings = await resolveSettings({}, how({ prompter }));
    expect(asked).not.toContain("Build it and run the smoke test?");
    expect(settings).toMatchObject({ install: false, smoke: false });
  });

  it("asks for no step of a dry run", async () => {
    const { prompter, asked } = scripted();
    await resolveSettings({}, how({ prompter, situation: { runBy: undefined, dryRun: true } }));
    expect(asked.at(-1)).toBe("Add a Dockerfile?");
  });

  it("asks for the number or ranges that a choice needs", async () => {
    const answers = { "What will stand in front of it?": "hops:", "How many proxies?": "3" };
    const settings = await resolveSettings({}, how({ prompter: scripted(answers).prompter }));
    expect(settings.proxy).toBe("hops:3");
  });

  it("knows that a Worker cannot count in Redis, and does not ask", async () => {
    const { prompter, asked } = scripted({ "Where will it run?": "cloudflare" });
    expect(await resolveSettings({}, how({ prompter }))).toMatchObject({ rateLimit: "memory" });
    expect(asked).not.toContain("Where are rate limits counted?");
    await expect(
      resolveSettings({ runtime: "cloudflare", rateLimit: "redis" }, how({ takeDefaults: true })),
    ).rejects.toMatchObject({ code: "usage", exitCode: 2 });
  });

  it("asks nothing with --yes, whoever is there", async () => {
    const { prompter, asked } = scripted();
    await resolveSettings({}, how({ prompter, takeDefaults: true }));
    expect(asked).toEqual([]);
  });

  it("names every flag that is open where nobody can be asked", async () => {
    await expect(resolveSettings({ example: false }, how())).rejects.toMatchObject({
      code: "missing-answers",
      exitCode: 2,
      message: expect.stringContaining(
        "[directory], --runtime, --package-manager, --auth, --rate-limit, --proxy, --[no-]ci, --code-owner, --[no-]docker, --[no-]install, --[no-]smoke, --[no-]git.",
      ),
    });
  });
});
