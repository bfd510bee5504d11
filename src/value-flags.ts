import { conflictPolicies } from "./change/conflicts.ts";

/** Flags with a value and without a question. */
export const valueFlags = {
  overlay: {
    placeholder: "source",
    values: undefined,
    description:
      "your organisation's layer on top: a folder, github:owner/repository[/folder]#<commit>, or https://….tar.gz#sha256=<hash>; repeatable, none for none",
    fallbackText: undefined,
  },
  onConflict: {
    placeholder: "policy",
    values: conflictPolicies,
    description: "upgrade: what happens where you and the template changed the same place",
    fallbackText: "markers at a terminal, else abort",
  },
  restore: {
    placeholder: "path",
    values: undefined,
    description: "upgrade: bring back a file of the template that you deleted; repeatable",
    fallbackText: undefined,
  },
} as const;
export type ValueFlagKey = keyof typeof valueFlags;
export const valueFlagKeys = Object.keys(valueFlags).filter((key): key is ValueFlagKey =>
  Object.hasOwn(valueFlags, key),
);
