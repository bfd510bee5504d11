export { default } from "../build/src/server.js";
