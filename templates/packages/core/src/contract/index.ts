export type { FuzzOptions } from "./fuzz.ts";
export {
  type ContractIssue,
  type ContractOptions,
  type ContractReport,
  runContractTests,
} from "./run-contract-tests.ts";
