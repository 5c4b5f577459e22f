// Dialogs: opened by [data-dialog="id"], questions by [data-confirm] or hx-confirm, reasons by [data-reveal].
import { request } from "./pages";

function ask(text: string): Promise<boolean> {
  const dialog = document.querySelector<HTMLDialogElement>("#gm-confirm");
  if (!dialog) return Promise.resolve(false);
  dialog.querySelector("[data-confirm-text]")!.textContent = text;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((settle) => {
    dialog.addEventListener("close", () => settle(dialog.returnValue === "yes"), { once: true });
  });
}

const agreed = new WeakSet<Element>();

function guard(event: Event, element: HTMLElement | null, proceed: () => void): void {
  const text = element?.dataset["confirm"];
  if (!element || !text) return;
  if (agreed.delete(element)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  void ask(text).then((yes) => {
    if (!yes) return;
    agreed.add(element);
    proceed();
  });
}

function reveal(button: HTMLElement): void {
  const dialog = document.querySelector<HTMLDialogElement>("#gm-reveal");
  const target = button.closest<HTMLElement>(".gm-masked");
  const url = button.dataset["reveal"];
  if (!dialog || !target || !url) return;
  const form = dialog.querySelector("form")!;
  form.reset();
  dialog.querySelector("[data-reveal-what]")!.textContent = button.dataset["what"] ?? "";
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue !== "yes") return;
      const values = Object.fromEntries(new FormData(form)) as Record<string, string>;
      request("post", url, { target, swap: "outerHTML", values });
    },
    { once: true },
  );
}

export function startDialogs(): void {
  document.addEventListener(
    "click",
    (event) => {
      const at = event.target instanceof Element ? event.target : null;
      if (!at) return;
      const opener = at.closest<HTMLElement>("[data-dialog]");
      if (opener) {
        document.querySelector<HTMLDialogElement>(`#${CSS.escape(opener.dataset["dialog"] ?? "")}`)?.showModal();
        return;
      }
      const revealer = at.closest<HTMLElement>("[data-reveal]");
      if (revealer) {
        reveal(revealer);
        return;
      }
      if (at instanceof HTMLDialogElement || at.closest("[data-close]")) {
        at.closest("dialog")?.close();
        return;
      }
      const button = at.closest<HTMLElement>("button[data-confirm], a[data-confirm]");
      guard(event, button, () => button?.click());
    },
    true,
  );
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      const submitter = event instanceof SubmitEvent ? event.submitter : null;
      guard(event, form, () => form.requestSubmit(submitter));
    },
    true,
  );
  document.addEventListener("htmx:confirm", (event) => {
    const detail = (event as CustomEvent<{ question: string | null; issueRequest(skip: boolean): void }>).detail;
    if (!detail.question) return;
    event.preventDefault();
    void ask(detail.question).then((yes) => {
      if (yes) detail.issueRequest(true);
    });
  });
}
