import type { StepContext } from "./context.ts";

const byHand = "Run `git init -b main` in the project when you want one.";

/** Warns when the repository has changes that are not committed: an upgrade is easier to look at alone. */
export async function warnOfChanges({ directory: cwd, env, signal, run, warn }: StepContext): Promise<void> {
  const status = await run({ file: "git", args: ["status", "--porcelain", "--", "."] }, { cwd, env, signal });
  if (!status.ok || status.stdout.trim() === "") return;
  warn({
    code: "uncommitted-changes",
    message: "There are changes here that are not committed.",
    fix: "Commit or stash them first, and the upgrade is all that `git diff` shows.",
  });
}

/** Starts a repository with no commit, unless the project already lies in one. Without git it only warns. */
export async function startRepository({
  directory: cwd,
  env,
  signal,
  run,
  reporter,
  warn,
}: StepContext): Promise<void> {
  const git = (...args: string[]) => run({ file: "git", args }, { cwd, env, signal });
  const inside = await git("rev-parse", "--is-inside-work-tree");
  if (inside.missing) {
    warn({ code: "git-missing", message: "git was not found, so no repository was started.", fix: byHand });
    return;
  }
  if (inside.stdout.trim() === "true") {
    reporter.say("Already inside a git repository, so none was started");
    return;
  }
  const started = await git("init", "-b", "main");
  if (started.ok) reporter.say("Started a git repository on main, with no commit");
  else
    warn({
      code: "git-failed",
      message: `git did not start a repository: ${started.output.trim()}`,
      fix: byHand,
    });
}
