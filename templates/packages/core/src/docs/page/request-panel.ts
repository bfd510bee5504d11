import type { Api, Operation } from "./api.ts";
import { bodyEditor } from "./body-editor.ts";
import { card, codeBlock, copyButton } from "./code-view.ts";
import { credentialFields } from "./credential-fields.ts";
import { credentialOf, maskedCredentialOf } from "./credentials.ts";
import { curlLine } from "./curl.ts";
import { announce, el, freshId, present } from "./dom.ts";
import { labelled, selectOf } from "./form-field.ts";
import { parameterFields } from "./parameter-fields.ts";
import { planRequest, type RequestPlan } from "./request-plan.ts";
import { answerView, failureView } from "./result-view.ts";
import { type Answer, isOutOfReach, send } from "./send.ts";

export interface RequestPanel {
  readonly element: HTMLElement;
  refresh(): void;
}

/** The form that sends a request, the equivalent curl line, and the answer. */
export function requestPanel(operation: Operation, api: Api): RequestPanel {
  const servers = serverChoices(api);
  const server = selectOf(servers.map(({ url, label }) => ({ value: url, label })));
  const credentials = credentialFields(operation.security, api.schemes);
  const parameters = parameterFields(operation.parameters, api.resolve);
  const editor = operation.body && bodyEditor(operation.body, api.resolve);
  const button = el("button", { type: "submit", class: "send-button" }, "Send request");
  const problem = el("p", { class: "form-error", id: freshId(), hidden: true });
  const curl = el("div");
  const result = el("div", { class: "result" });
  const title = el("h2", { id: freshId() }, "Try it");

  const form = el(
    "form",
    { class: "request-form", novalidate: true, "aria-labelledby": title.id },
    ...present([
      servers.length > 1 && labelled("Server", server),
      credentials.element,
      parameters.element,
      editor?.element,
    ]),
    problem,
    el("div", { class: "form-actions" }, button, el("span", { class: "muted" }, sendHint(operation))),
  );

  const plan = (credential = credentialOf): RequestPlan =>
    planRequest(
      operation,
      {
        server: server.value,
        values: parameters.values(),
        requirement: credentials.requirement(),
        mediaType: editor?.mediaType(),
        body: editor?.text() ?? "",
      },
      { schemes: api.schemes, credentialOf: credential, resolve: api.resolve },
    );

  const refresh = () => {
    credentials.refresh();
    curl.replaceChildren(codeBlock(curlLine(plan(maskedCredentialOf)), "curl line"));
  };
  form.addEventListener("input", refresh);
  refresh();

  let running: AbortController | undefined;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (running) return running.abort();
    const missing = parameters.firstMissing();
    problem.hidden = missing === undefined;
    if (missing) {
      problem.textContent = `${missing.name} is part of the path: it needs a value.`;
      announce(problem.textContent);
      missing.input.focus();
      return;
    }
    running = new AbortController();
    button.textContent = "Cancel";
    result.setAttribute("aria-busy", "true");
    void run(plan(), running.signal, result).finally(() => {
      running = undefined;
      button.textContent = "Send request";
      result.removeAttribute("aria-busy");
    });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });

  const curlTitle = el("h2", {}, "curl");
  const element = el(
    "div",
    { class: "request-panel" },
    card(title, [], form, result),
    card(curlTitle, [copyButton("the curl line with its credentials", () => curlLine(plan()))], curl),
  );
  return { element, refresh };
}

async function run(plan: RequestPlan, signal: AbortSignal, result: HTMLElement): Promise<void> {
  let frame = 0;
  const show = (answer: Answer) => result.replaceChildren(answerView(answer));
  const later = (answer: Answer) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => show(answer));
  };
  try {
    const answer = await send(plan, signal, later);
    cancelAnimationFrame(frame);
    show(answer);
    result.scrollIntoView({ block: "nearest" });
    announce(`Answered ${answer.status} after ${Math.round(answer.milliseconds)} milliseconds`);
  } catch (error) {
    const view = failureView(error, signal.aborted, plan.url);
    result.replaceChildren(view);
    result.scrollIntoView({ block: "nearest" });
    announce(view.textContent);
  }
}

/** The server that this page came from first: a trial must not reach production unless that is chosen. */
function serverChoices(api: Api): { url: string; label: string }[] {
  const declared = api.servers
    .filter(({ url }) => URL.canParse(url, location.href))
    .map(({ url, description }) => ({
      url: new URL(url, location.href).href,
      label: [url, description].filter((text) => text !== "").join(" – "),
    }));
  const own = declared.filter(({ url }) => new URL(url).origin === location.origin);
  if (own.length === 0) own.push({ url: `${location.origin}/`, label: `${location.origin} – this server` });
  return [...own, ...declared.filter((choice) => !own.includes(choice))];
}

function sendHint(operation: Operation): string {
  const names = operation.parameters
    .filter(({ place, name }) => place === "cookie" || (place === "header" && isOutOfReach(name)))
    .map(({ name }) => name);
  return names.length === 0 ? "" : `Browsers do not send ${names.join(", ")}; curl does.`;
}
