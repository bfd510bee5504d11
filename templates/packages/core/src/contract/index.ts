export type { FuzzOptions } from "./fuzz.ts";
export type { ContractIssue } from "./issue.ts";
export { type ContractOptions, type ContractReport, runContractTests } from "./run-contract-tests.ts";
