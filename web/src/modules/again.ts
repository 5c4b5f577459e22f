// When very many are here (429) or the database is busy (503) the server says when to come again. A form is then sent
// again by itself: its command has an id, so it counts once. It stays on the page meanwhile, and may be sent by hand at
// any moment.
import { warn } from "./pages";
import { word } from "./words";

const SOON = 15; // seconds, where the answer does not say

export function startAgain(): void {
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr, elt } = (event as CustomEvent<{ xhr: XMLHttpRequest; elt: Element }>).detail;
    if (xhr.status !== 429 && xhr.status !== 503) return;
    const form = elt.closest<HTMLFormElement>("form[method=post]");
    const seconds = Number(xhr.getResponseHeader("Retry-After")) || SOON;
    warn(word(form ? "again" : "busy").replace("{}", String(seconds)));
    if (!form) return;
    const timer = setTimeout(() => form.isConnected && form.requestSubmit(), seconds * 1000);
    form.addEventListener("htmx:beforeRequest", () => clearTimeout(timer), { once: true });
  });
}
