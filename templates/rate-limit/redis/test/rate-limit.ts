/** What production must set. No Redis is there: tests must not need one. */
export const rateLimitEnvironment = { REDIS_URL: "redis://127.0.0.1:1" };
