/** What describes this process and not its children; in a git hook, the `GIT_*` names point at another repository. */
const ours = new Set(["INIT_CWD", "NODE_ENV", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"]);

/**
 * The environment for a child of this process: ours, without what a package manager put there for us. `npm run` and
 * `npm create` hand their settings down as lower-case `npm_*`, and a project's own install would obey those instead of
 * its own configuration. Upper-case `NPM_CONFIG_*` was set by a person and stays.
 */
export function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith("npm_") && !ours.has(name)),
  );
}

/** What keeps package managers, and what they start, from the network. */
export const offlineVariables: NodeJS.ProcessEnv = {
  NPM_CONFIG_OFFLINE: "true",
  YARN_ENABLE_NETWORK: "false",
  DENO_NO_UPDATE_CHECK: "1",
};
