import { afterEach, describe, expect, it, vi } from "vitest";
import {
  basicAuth,
  bearerAuth,
  csrf,
  signWebhookPayload,
  verifyWebhookSignature,
} from "../../../../templates/packages/core/src/index.ts";
import { timingSafeEqual } from "../../../../templates/packages/core/src/secrets/timing-safe-equal.ts";
import {
  session,
  signValue,
  verifySignedValue,
} from "../../../../templates/packages/core/src/session/index.ts";
import { hello, ok, quietApp } from "../apps.ts";
import { strong, successor } from "../session/browser.ts";

vi.mock("../../../../templates/packages/core/src/secrets/timing-safe-equal.ts", async (original) => {
  const real = await original<{ timingSafeEqual: typeof timingSafeEqual }>();
  return { timingSafeEqual: vi.fn(real.timingSafeEqual) };
});

afterEach(() => void vi.mocked(timingSafeEqual).mockReset());

/** What a visitor keeps of the first response, to be sent along. */
async function cookieOf(app: ReturnType<typeof sessionApp>): Promise<string> {
  const cookies = (await app.request("/")).headers.getSetCookie();
  return cookies.map((line) => line.split(";", 1)[0]).join("; ");
}
const sessionApp = () =>
  quietApp({ env: "test" })
    .use([session({ secret: strong, saveUninitialized: true }), csrf({ secret: successor })])
    .get("/", { responses: ok }, ({ state }) => ({ status: 200, body: state.session?.saved }))
    .post("/", { responses: ok }, hello);
const authorized = (app: ReturnType<typeof quietApp>, authorization: string) =>
  app.get("/", { responses: ok }, hello).request("/", { headers: { authorization } });
const timestamp = Math.floor(Date.now() / 1000);

/** Gives the secret as it is, and says whether it was accepted. */
const accepted: Record<string, () => Promise<boolean>> = {
  "bearerAuth()": async () =>
    (await authorized(quietApp({ env: "test" }).use(bearerAuth({ tokens: strong })), `Bearer ${strong}`)).ok,
  "basicAuth()": async () =>
    (
      await authorized(
        quietApp({ env: "test" }).use(basicAuth({ users: { ann: strong } })),
        `Basic ${btoa(`ann:${strong}`)}`,
      )
    ).ok,
  "app.readinesscheck()": async () => {
    const app = quietApp({ env: "test" }).readinesscheck({ token: strong, checks: { db: () => true } });
    const response = await app.request("/readyz", { headers: { authorization: `Bearer ${strong}` } });
    return "checks" in ((await response.json()) as object);
  },
  "session()": async () => {
    const app = sessionApp();
    const response = await app.request("/", { headers: { cookie: await cookieOf(app) } });
    return (await response.json()) === true;
  },
  "csrf()": async () => {
    const app = sessionApp();
    const cookie = await cookieOf(app);
    const token = /__Host-daloy\.csrf=([^;]*)/.exec(cookie)?.[1] ?? "";
    return (await app.request("/", { method: "POST", headers: { cookie, "x-csrf-token": token } })).ok;
  },
  "verifySignedValue()": async () =>
    (await verifySignedValue(await signValue("user=7", strong), strong)) === "user=7",
  "verifyWebhookSignature()": async () => {
    const signature = await signWebhookPayload({ payload: "{}", secret: strong, timestamp });
    return verifyWebhookSignature({ payload: "{}", secret: strong, timestamp, signature });
  },
  "verifyWebhookSignature(), Standard Webhooks": async () => {
    const secret = `whsec_${btoa(strong)}`;
    const signature = await signWebhookPayload({ payload: "{}", secret, timestamp, id: "msg_1" });
    return verifyWebhookSignature({ payload: "{}", secret, timestamp, signature, id: "msg_1" });
  },
};

describe.each(Object.entries(accepted))("%s", (_, isAccepted) => {
  it("lets the secret in", async () => {
    expect(await isAccepted()).toBe(true);
  });

  it("asks timingSafeEqual() alone: where it says no, nothing says yes", async () => {
    vi.mocked(timingSafeEqual).mockReturnValue(false);
    expect(await isAccepted()).toBe(false);
    expect(timingSafeEqual).toHaveBeenCalled();
  });
});
