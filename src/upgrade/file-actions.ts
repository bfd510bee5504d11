import type { Change, ChangeSet } from "../change/change-set.ts";
import type { FileAction } from "../report/outcome.ts";

/** What an upgrade tells of each file: the security-relevant first, and nothing of those that stay as they are. */
export function fileActions(changes: ChangeSet): FileAction[] {
  const actions = changes.flatMap((change) => {
    const action = actionOf(change);
    if (action === undefined) return [];
    return [{ ...action, ...(isSecurityRelevant(change.path) ? { security: true } : {}) }];
  });
  return [...actions.filter(({ security }) => security), ...actions.filter(({ security }) => !security)];
}

function actionOf(change: Change): FileAction | undefined {
  const { path, action } = change;
  switch (action) {
    case "create":
      return { path, action };
    case "update":
    case "move": {
      const how = change.merged === undefined ? action : "merge";
      const from = action === "move" ? { from: change.from } : {};
      const kept = change.merged && change.merged.kept.length > 0 ? { kept: change.merged.kept } : {};
      const marked = change.merged?.marked ? { reason: "conflict-markers" } : {};
      return { path, action: marked.reason ? "conflict" : how, ...from, ...kept, ...marked };
    }
    case "sidecar":
      return { path, action, sidecar: change.sidecar, reason: change.reason };
    case "conflict":
    case "blocked":
      return { path, action: "conflict", reason: change.reason };
    case "keep":
    case "detach":
      return change.edited ? { path, action } : undefined;
    case "stay-deleted":
      return change.changed ? { path, action } : undefined;
    case "adopt":
      return undefined;
    default:
      return { path, action };
  }
}

const securityRelevant = [
  /^vendor\//,
  /^\.github\//,
  /(^|\/)(\.npmrc|\.yarnrc\.yml|bunfig\.toml|pnpm-workspace\.yaml|deno\.jsonc?|wrangler\.(toml|jsonc?))$/,
  /^(Dockerfile|\.dockerignore|\.gitignore|SECURITY\.md|CODEOWNERS)$/,
  /^daloy\.config\.json$/,
  /^src\/(app|config|auth|rate-limit|security)(\.ts$|\/)/,
];

/** Guards, workflows, the framework runtime, and what decides which packages are installed. */
export function isSecurityRelevant(path: string): boolean {
  return securityRelevant.some((pattern) => pattern.test(path));
}
