import type {
  ApiGatewayV1Event,
  ApiGatewayV2Event,
  LoadBalancerEvent,
} from "../../../../templates/packages/core/src/lambda/events.ts";

/** Events as AWS documents them, cut down to what is not always there. */

export function v2Event(overrides: Partial<ApiGatewayV2Event> & { method?: string } = {}): ApiGatewayV2Event {
  const { method = "GET", ...rest } = overrides;
  return {
    version: "2.0",
    rawPath: "/",
    rawQueryString: "",
    headers: { host: "abc.execute-api.eu-central-1.amazonaws.com" },
    isBase64Encoded: false,
    requestContext: {
      apiId: "abc",
      domainName: "abc.execute-api.eu-central-1.amazonaws.com",
      domainPrefix: "abc",
      stage: "$default",
      http: { method, sourceIp: "203.0.113.7" },
    },
    ...rest,
  };
}

export function v1Event(overrides: Partial<ApiGatewayV1Event> = {}): ApiGatewayV1Event {
  return {
    httpMethod: "GET",
    path: "/",
    headers: { Host: "abc.execute-api.eu-central-1.amazonaws.com" },
    multiValueHeaders: { Host: ["abc.execute-api.eu-central-1.amazonaws.com"] },
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    body: null,
    isBase64Encoded: false,
    requestContext: { identity: { sourceIp: "203.0.113.7" } },
    ...overrides,
  };
}

export function balancerEvent(overrides: Partial<LoadBalancerEvent> = {}): LoadBalancerEvent {
  return {
    httpMethod: "GET",
    path: "/",
    queryStringParameters: {},
    headers: { host: "lb.example.com", "x-forwarded-for": "198.51.100.9, 203.0.113.7" },
    body: "",
    isBase64Encoded: false,
    requestContext: { elb: { targetGroupArn: "arn:aws:elasticloadbalancing:…" } },
    ...overrides,
  };
}
