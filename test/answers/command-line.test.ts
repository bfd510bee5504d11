import { describe, expect, it } from "vitest";
import { readCommandLine } from "../../src/answers/command-line.ts";

const read = (text: string) => readCommandLine(text === "" ? [] : text.split(" "));
const messages = (text: string) => read(text).faults.map(({ message, fix }) => `${message} ${fix}`);

describe("readCommandLine", () => {
  it("leaves open what is not given", () => {
    const { flags, modes, faults } = read("");
    expect(flags).toEqual({});
    expect(faults).toEqual([]);
    expect(new Set(Object.values(modes))).toEqual(new Set([false]));
  });

  it("reads every flag, long and short, in any order", () => {
    const { flags, modes, faults } = read(
      "--no-git -p pnpm my-api -r node --name=@acme/api --proxy hops:2 --no-example --install --smoke -y --dry-run --json",
    );
    expect(faults).toEqual([]);
    expect(flags).toEqual({
      directory: "my-api",
      name: "@acme/api",
      runtime: "node",
      packageManager: "pnpm",
      proxy: "hops:2",
      example: false,
      install: true,
      smoke: true,
      git: false,
    });
    expect(modes).toMatchObject({ yes: true, dryRun: true, json: true, list: false });
  });

  it.each([
    ["-h", "help"],
    ["--help", "help"],
    ["-v", "version"],
    ["--version", "version"],
    ["--list", "list"],
  ] as const)("%s is a mode", (flag, mode) => {
    expect(read(flag).modes[mode]).toBe(true);
  });

  it("takes words after -- as the directory", () => {
    expect(read("--yes -- -odd").flags.directory).toBe("-odd");
  });

  it.each([
    ["--runtme node", "There is no option --runtme. Did you mean --runtime?"],
    ["--no-instal", "There is no option --no-instal. Did you mean --no-install?"],
    ["--package pnpm", "There is no option --package. Did you mean --package-manager?"],
    ["--zzzzzzzz", "There is no option --zzzzzzzz. create-daloy --help shows them all."],
    ["-x", "There is no option -x. create-daloy --help shows them all."],
    ["--name", "--name needs a value. Write --name <name>."],
    ["--name --yes", "--name needs a value. Write --name <name>."],
    [
      "--name=",
      '--name: The package name "" is empty. Choose another with --name, for example my-daloy-app.',
    ],
    [
      "--runtime nod",
      '--runtime: "nod" is not a runtime. Did you mean node? Known: node, bun, deno, cloudflare, vercel, lambda.',
    ],
    [
      "--runtime cobol",
      '--runtime: "cobol" is not a runtime. Known: node, bun, deno, cloudflare, vercel, lambda.',
    ],
    [
      "-p pnmp",
      '--package-manager: "pnmp" is not a package manager. Did you mean pnpm? Known: npm, pnpm, yarn, bun, deno.',
    ],
    ["--example=no", "--example takes no value. Write --example or --no-example."],
    ["--yes=1", "--yes takes no value. Write --yes."],
    ["a b c", 'One directory is enough; "b", "c" is too much. Quote a path that has spaces.'],
    [
      "CON",
      'The directory "CON" is the name of a device on Windows. Name another directory, such as my-daloy-app.',
    ],
    [
      "--smoke --no-install",
      "--smoke needs the dependencies that --no-install leaves out. Drop one of the two.",
    ],
    ...["npm", "pnpm", "yarn", "bun"].map((manager) => [
      `-r deno -p ${manager}`,
      `A project on deno cannot be installed by ${manager}. It takes deno.`,
    ]),
    ...["node", "cloudflare", "vercel", "lambda"].map((runtime) => [
      `-r ${runtime} -p deno`,
      `A project on ${runtime} cannot be installed by deno. It takes npm, pnpm, yarn, bun.`,
    ]),
    ["-r bun -p deno", "A project on bun cannot be installed by deno. It takes bun, npm, pnpm, yarn."],
    [
      "-r vercel --docker",
      "--docker is for an app that listens itself, and on vercel the platform does. Drop --docker, or choose --runtime node, bun or deno.",
    ],
  ])("%s → %s", (line, message) => {
    expect(messages(line)).toEqual([message]);
  });

  it("reports every fault at once", () => {
    expect(messages("--runtme node --proxy hops:99 --name ../evil --package-manager nmp a/nul")).toHaveLength(
      4,
    );
    expect(messages("CON --proxy hops:99 --name ../evil -p nmp")).toHaveLength(4);
  });

  it("keeps the valid flags beside the faults, so that --json is honoured", () => {
    expect(read("--runtme node --json").modes.json).toBe(true);
  });
});
