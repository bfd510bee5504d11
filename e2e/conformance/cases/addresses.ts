import { expect } from "vitest";
import type { ConformanceCase } from "../case.ts";

const forged = { "x-forwarded-for": "198.51.100.7" };
const loopback = expect.stringMatching(/^(?:127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)$/);

/** Who the client is, inside the trust boundary. */
export const addresses: readonly ConformanceCase[] = [
  {
    name: "the client's address is the peer's",
    needs: ["peer-address"],
    async ask(client) {
      expect((await client.get("/head")).json().clientAddress).toEqual(loopback);
    },
  },
  {
    name: "forwarded headers are refused while nobody has decided on them",
    needs: ["forwarded-headers"],
    async ask(client) {
      const answer = await client.get("/head", forged);
      expect(answer.status).toBe(500);
      expect(answer.text()).not.toContain("198.51.100.7");
    },
  },
  {
    name: "trustProxy none takes the peer's word alone",
    needs: ["forwarded-headers", "peer-address"],
    settings: { TRUST_PROXY: "none" },
    async ask(client) {
      const answer = await client.get("/head", forged);
      expect(answer.status).toBe(200);
      expect(answer.json().clientAddress).toEqual(loopback);
    },
  },
  {
    name: "a trusted proxy says who the client is, and the client says nothing beyond it",
    needs: ["forwarded-headers", "peer-address"],
    settings: { TRUST_PROXY: "loopback" },
    async ask(client) {
      const address = async (forwarded: string) =>
        (await client.get("/head", { "x-forwarded-for": forwarded })).json().clientAddress;
      expect(await address("198.51.100.7")).toBe("198.51.100.7");
      expect(await address("203.0.113.9, 198.51.100.7")).toBe("198.51.100.7");
    },
  },
];
