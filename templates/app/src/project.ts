/** What this project is called, in its logs and in the challenge of a 401. */
export const name = "{{name}}";
