/** What this adapter reads of the events that API Gateway, Function URLs and load balancers send; the rest is not looked at. */

type HeaderMap = Readonly<Record<string, string | undefined>>;
type MultiValueMap = Readonly<Record<string, readonly string[] | undefined>>;

interface EventBody {
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/** A REST API, or an HTTP API with payload format 1.0. */
export interface ApiGatewayV1Event extends EventBody {
  readonly httpMethod: string;
  readonly path: string;
  readonly headers?: HeaderMap | null;
  readonly multiValueHeaders?: MultiValueMap | null;
  /** Decoded by API Gateway. */
  readonly queryStringParameters?: HeaderMap | null;
  readonly multiValueQueryStringParameters?: MultiValueMap | null;
  readonly requestContext: {
    readonly domainName?: string | undefined;
    readonly identity?: { readonly sourceIp?: string | null };
  };
}

/** An HTTP API with payload format 2.0, or a Function URL. */
export interface ApiGatewayV2Event extends EventBody {
  readonly version: string;
  readonly rawPath: string;
  readonly rawQueryString?: string;
  readonly cookies?: readonly string[];
  /** Several lines of a name are joined with commas. */
  readonly headers?: HeaderMap;
  readonly requestContext: {
    readonly apiId?: string;
    readonly domainName?: string;
    readonly domainPrefix?: string;
    readonly stage?: string;
    readonly http: { readonly method: string; readonly sourceIp?: string };
  };
}

/** An Application Load Balancer, with multi-value headers or without. */
export interface LoadBalancerEvent extends EventBody {
  readonly httpMethod: string;
  readonly path: string;
  readonly headers?: HeaderMap;
  readonly multiValueHeaders?: MultiValueMap;
  /** As they were sent: not decoded. */
  readonly queryStringParameters?: HeaderMap;
  readonly multiValueQueryStringParameters?: MultiValueMap;
  readonly requestContext: { readonly elb: object };
}

export type LambdaEvent = ApiGatewayV1Event | ApiGatewayV2Event | LoadBalancerEvent;

/** What this adapter uses of the second argument of a handler. */
export interface LambdaContext {
  /** In milliseconds. */
  getRemainingTimeInMillis?(): number;
}

/** What a handler answers: the members that the sender of the event knows. */
export interface LambdaResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly cookies?: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}
