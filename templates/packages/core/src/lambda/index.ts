export type {
  ApiGatewayV1Event,
  ApiGatewayV2Event,
  LambdaContext,
  LambdaEvent,
  LambdaResult,
  LoadBalancerEvent,
} from "./events.ts";
export type { LambdaOptions } from "./invocation.ts";
export { type LambdaHandler, toLambdaHandler } from "./to-lambda-handler.ts";
export {
  type LambdaResponseStream,
  type LambdaStreamHandler,
  toLambdaStreamHandler,
} from "./to-lambda-stream-handler.ts";
