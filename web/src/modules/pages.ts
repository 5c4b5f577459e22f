// Small conveniences of every page.
import htmx from "htmx.org";
import { word } from "./words";

export function warn(text: string): void {
  const place = document.querySelector("#gm-flash");
  if (!place || !text) return;
  const box = document.createElement("div");
  box.className = "gm-alert gm-red";
  box.setAttribute("role", "alert");
  box.textContent = text;
  place.replaceChildren(box);
  place.scrollIntoView({ block: "nearest" });
}

// On a phone a table turns into cards: each cell then shows the heading of its column.
function labelCells(content: ParentNode): void {
  const tables = [...content.querySelectorAll<HTMLTableElement>("table.gm-table")];
  if (content instanceof Element) {
    const around = content.closest<HTMLTableElement>("table.gm-table");
    if (around) tables.push(around);
  }
  for (const table of tables) {
    const heads = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent?.trim() ?? "");
    for (const body of table.tBodies) {
      for (const row of body.rows) {
        for (const [index, cell] of [...row.cells].entries()) cell.dataset["label"] ??= heads[index] ?? "";
      }
    }
  }
}

function copy(button: HTMLElement): void {
  const text = button.dataset["copy"] ?? "";
  void navigator.clipboard.writeText(text).then(() => {
    button.classList.add("is-copied");
    setTimeout(() => button.classList.remove("is-copied"), 1500);
  });
}

// A demo account of the sign-in page: puts name and password into the form, one more press signs in.
function fill(button: HTMLElement): void {
  const form = document.querySelector<HTMLFormElement>(button.dataset["fillForm"] ?? "");
  if (!form) return;
  for (const name of ["login", "password"] as const) {
    const input = form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
    if (input) input.value = button.dataset[name] ?? "";
  }
  form.querySelector<HTMLElement>('[type="submit"]')?.focus();
}

/** Asks the server for a part of the page. That it can't be reached is told by `htmx:sendError`, not by the promise. */
export function request(...what: Parameters<typeof htmx.ajax>): void {
  htmx.ajax(...what).catch(() => undefined);
}

export function startPages(): void {
  // The policy forbids eval and injected styles; 422 is a form with its errors and is shown like any answer; 409 is a refusal, said at the top.
  htmx.config.allowEval = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.historyCacheSize = 0;
  htmx.config.responseHandling = [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "409", swap: true, target: "#gm-flash", swapOverride: "innerHTML" },
    { code: "[45]..", swap: false, error: true },
  ];
  htmx.onLoad((content) => {
    if (content instanceof Element) labelCells(content);
  });
  labelCells(document);
  document.addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    const copies = at?.closest<HTMLElement>("[data-copy]");
    if (copies) copy(copies);
    const fills = at?.closest<HTMLElement>("[data-fill-form]");
    if (fills) fill(fills);
    if (at?.closest("[data-print]")) print();
    if (at?.closest("[data-back]")) history.back();
  });
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLElement && event.target.matches("[data-autosubmit]")) event.target.closest("form")?.requestSubmit();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const target = (event as CustomEvent<{ target: Element }>).detail.target;
    if (target.id === "gm-flash") target.scrollIntoView({ block: "nearest" });
  });
  // Somebody signed out meanwhile: the whole page goes to the door, and from there back to where it was.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    const door = new URL(xhr.responseURL || location.href).pathname;
    if (!door.endsWith("/account/login/")) return;
    event.preventDefault();
    location.assign(`${door}?next=${encodeURIComponent(location.pathname + location.search)}`);
  });
  document.addEventListener("htmx:sendError", () => warn(word("offline")));
  document.addEventListener("htmx:responseError", (event) => {
    const status = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr.status;
    if (status !== 429 && status !== 503) warn(word(status === 403 || status === 404 ? "not-yours" : "failed"));
  });
}
