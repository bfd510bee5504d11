/** What production must set: nothing. */
export const rateLimitEnvironment = {};
