// A report that was not sent yet is kept in the tab's own storage, and comes back through the server's own form.
// form[data-draft=NAME] is kept; [data-arrived=NAME] and [data-drop=NAME] end it; form[data-forget] (signing out) ends all.
import htmx from "htmx.org";
import { request } from "./pages";
import { word } from "./words";

const PREFIX = "gangmu-draft:";
// The answers of each outcome that was tried, as a form sends them.
interface Draft {
  outcome: string;
  answers: Record<string, string>;
}

function mine(): string {
  return `${PREFIX}${document.body.dataset["user"] ?? ""}:`;
}

function read(name: string): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(mine() + name) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

function keep(form: HTMLFormElement): void {
  const name = form.dataset["draft"]!;
  const draft = read(name) ?? { outcome: "", answers: {} };
  const fields = new URLSearchParams();
  for (const [field, value] of new FormData(form)) {
    if (typeof value === "string" && !["csrfmiddlewaretoken", "command"].includes(field)) fields.append(field, value);
  }
  draft.outcome = fields.get("outcome") ?? "";
  draft.answers[draft.outcome] = fields.toString();
  try {
    sessionStorage.setItem(mine() + name, JSON.stringify(draft));
  } catch {
    // A browser that stores nothing still has the open page.
  }
}

function forget(which: (key: string) => boolean): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX) && which(key)) sessionStorage.removeItem(key);
}

function restore(form: HTMLFormElement, outcome: string | undefined): void {
  const draft = read(form.dataset["draft"]!);
  const answers = draft?.answers[outcome ?? draft.outcome];
  if (!answers || form.hasAttribute("data-fresh")) return;
  const values = new FormData();
  for (const [field, value] of new URLSearchParams(answers)) values.append(field, value);
  request("post", `${form.getAttribute("action")}?draft`, {
    target: "#report",
    select: "#report",
    swap: "outerHTML",
    values: values as unknown as Record<string, unknown>,
  });
}

function mark(content: HTMLElement): void {
  for (const door of content.querySelectorAll<HTMLElement>("[data-draft-of]")) {
    if (!read(door.dataset["draftOf"]!) || door.querySelector(".gm-unsent")) continue;
    const badge = document.createElement("span");
    badge.className = "gm-door-sub gm-unsent";
    badge.textContent = word("unsent");
    door.append(badge);
  }
}

export function startDrafts(): void {
  htmx.onLoad((content) => {
    if (!(content instanceof HTMLElement)) return;
    // Whoever signed in before on this phone is not the reader.
    if (document.body.dataset["user"]) forget((key) => !key.startsWith(mine()));
    for (const note of content.querySelectorAll<HTMLElement>("[data-arrived]")) forget((key) => key === mine() + note.dataset["arrived"]!);
    mark(content);
    const form = content.querySelector<HTMLFormElement>("form[data-draft]");
    if (form) restore(form, content.id === "report" ? form.querySelector<HTMLInputElement>("[name=outcome]")?.value : undefined);
  });
  document.addEventListener("input", (event) => {
    const form = event.target instanceof Element ? event.target.closest<HTMLFormElement>("form[data-draft]") : null;
    if (form) keep(form);
  });
  document.addEventListener("click", (event) => {
    const drop = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-drop]") : null;
    if (!drop) return;
    forget((key) => key === mine() + drop.dataset["drop"]!);
    location.reload();
  });
  document.addEventListener("submit", (event) => {
    if (event.target instanceof Element && event.target.matches("[data-forget]")) forget(() => true);
  });
}
