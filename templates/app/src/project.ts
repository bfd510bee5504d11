/** What this project is called: in its logs, in the challenge of a 401, and as the title of its OpenAPI document. */
export const name = "{{name}}";

/** The version of the API, as its OpenAPI document says it. */
export const version = "0.1.0";

/** The terms of the API, as its OpenAPI document says them. The identifier is SPDX. */
export const license = { name: "Proprietary", identifier: "LicenseRef-Proprietary" };
