import type { Answers } from "../../src/answers/answers.ts";
import type { Settings } from "../../src/options.ts";

/** What a project gets when nobody says otherwise. */
export const defaultAnswers: Answers = {
  name: "@acme/shop-api",
  runtime: "node",
  packageManager: "npm",
  auth: "jwt",
  rateLimit: "memory",
  proxy: "unset",
  example: true,
  ci: true,
  codeOwner: "none",
  docker: true,
};

export const defaultSettings: Settings = {
  ...defaultAnswers,
  directory: "my-api",
  name: "my-api",
  install: true,
  smoke: true,
  git: true,
};
