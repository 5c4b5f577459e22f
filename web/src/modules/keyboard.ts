// Queues worked by keyboard: j/k move, Enter opens, 1-9 and letters press what carries that [data-key], ? shows them all.
const ROWS = "[data-queue] [data-row]";

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

function shown(element: HTMLElement): boolean {
  return element.checkVisibility() && !element.matches(":disabled");
}

function current(): HTMLElement | null {
  return document.querySelector<HTMLElement>(`${ROWS}[aria-current="true"]`);
}

let last = "";

function select(row: HTMLElement): void {
  for (const other of document.querySelectorAll(`${ROWS}[aria-current]`)) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  last = row.id;
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function move(step: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>(ROWS)].filter(shown);
  if (rows.length === 0) return;
  const now = current();
  const index = now ? rows.indexOf(now) + step : step > 0 ? 0 : rows.length - 1;
  select(rows[Math.min(Math.max(index, 0), rows.length - 1)]!);
}

function open(row: HTMLElement): void {
  const link = row.querySelector<HTMLElement>("[data-enter]") ?? row.querySelector<HTMLElement>("a[href], button");
  link?.click();
}

function press(key: string): boolean {
  const name = CSS.escape(key);
  const within = current()?.querySelector<HTMLElement>(`[data-key="${name}"]`);
  const element = within ?? [...document.querySelectorAll<HTMLElement>(`[data-key="${name}"]`)].find(shown);
  if (!element || !shown(element)) return false;
  if (element.matches("input:not([type=checkbox]), textarea, select")) element.focus();
  else element.click();
  return true;
}

/** What a button says, without the key that stands on it. */
function wording(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const kbd of copy.querySelectorAll("kbd")) kbd.remove();
  return copy.textContent?.trim() ?? "";
}

function legend(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#gm-keys");
  const list = dialog?.querySelector("[data-keys]");
  if (!dialog || !list) return;
  list.replaceChildren();
  const seen = new Set<string>();
  for (const element of document.querySelectorAll<HTMLElement>("[data-key]")) {
    const key = element.dataset["key"]!;
    if (seen.has(key) || !shown(element)) continue;
    seen.add(key);
    const term = document.createElement("dt");
    const kbd = document.createElement("kbd");
    kbd.textContent = key;
    term.append(kbd);
    const text = document.createElement("dd");
    text.textContent = element.dataset["keyLabel"] ?? element.getAttribute("aria-label") ?? wording(element);
    list.append(term, text);
  }
  dialog.showModal();
}

export function startKeyboard(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const row = current();
    if (event.key === "?") legend();
    else if (event.key === "/") {
      const search = document.querySelector<HTMLElement>("[data-search]");
      if (!search) return;
      search.focus();
    } else if (event.key === "j" && document.querySelector(ROWS)) move(1);
    else if (event.key === "k" && document.querySelector(ROWS)) move(-1);
    else if (event.key === "Enter" && row && event.target === row) open(row);
    else if (event.key.length !== 1 || !press(event.key)) return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>(ROWS) : null;
    if (row && !(event.target as Element).closest("a, button, input, select, label")) select(row);
  });
  // A list that was redrawn while somebody walks it keeps his place.
  document.addEventListener("htmx:oobAfterSwap", () => {
    const row = last && !current() ? document.getElementById(last) : null;
    if (!row?.matches(ROWS)) return;
    row.setAttribute("aria-current", "true");
    row.tabIndex = -1;
    if (document.activeElement === document.body) row.focus({ preventScroll: true });
  });
  // After an answer the row is gone: the next one takes its place, so the hands stay on the keys.
  document.addEventListener("htmx:afterSwap", () => {
    const queue = document.querySelector<HTMLElement>("[data-queue][data-queue-auto]");
    if (queue && !current()) move(1);
  });
}
