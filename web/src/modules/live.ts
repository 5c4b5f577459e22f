// Live regions: [data-live=URL] listens to server-sent events and redraws itself.
// An event with HTML replaces the content; an event without makes the region fetch [data-live-src].
// Where the stream cannot be had, the region asks every 10 seconds instead.
import htmx from "htmx.org";
import { request } from "./pages";

const streams = new WeakMap<Element, EventSource>();
const POLL_MS = 10_000;
const TIRED_AFTER = 3;

function mark(region: HTMLElement, state: "on" | "off" | "poll"): void {
  region.dataset["liveState"] = state;
}

function refresh(region: HTMLElement): void {
  const source = region.dataset["liveSrc"];
  if (source) request("get", source, { target: region, swap: "innerHTML" });
}

function poll(region: HTMLElement): void {
  mark(region, region.dataset["liveSrc"] ? "poll" : "off");
  const timer = setInterval(() => {
    if (!region.isConnected) clearInterval(timer);
    else if (!document.hidden) refresh(region);
  }, POLL_MS);
}

function listen(region: HTMLElement): void {
  if (streams.has(region)) return;
  const stream = new EventSource(region.dataset["live"]!);
  let failures = 0;
  streams.set(region, stream);
  stream.addEventListener("open", () => {
    failures = 0;
    mark(region, "on");
  });
  stream.addEventListener("error", () => {
    mark(region, "off");
    if (stream.readyState === EventSource.CLOSED || ++failures >= TIRED_AFTER) {
      stream.close();
      poll(region);
    }
  });
  const event = region.dataset["liveEvent"] ?? "message";
  let due = 0;
  stream.addEventListener(event, (message) => {
    if (!region.isConnected) {
      stream.close();
      return;
    }
    const html = String((message as MessageEvent<string>).data);
    if (html.trimStart().startsWith("<")) {
      htmx.swap(region, html, { swapStyle: "innerHTML", swapDelay: 0, settleDelay: 0 });
      return;
    }
    // Many events in one breath are one redraw.
    window.clearTimeout(due);
    due = window.setTimeout(() => refresh(region), 150);
  });
}

export function startLive(): void {
  htmx.onLoad((content) => {
    if (!(content instanceof HTMLElement)) return;
    if (content.matches("[data-live]")) listen(content);
    for (const region of content.querySelectorAll<HTMLElement>("[data-live]")) listen(region);
  });
  // What somebody is just filling in is not taken out of his hands: it is redrawn with the next change.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target } = (event as CustomEvent<{ target: Element }>).detail;
    const busy = document.activeElement;
    if (busy?.matches("input, select, textarea") && target.contains(busy)) event.preventDefault();
  });
  addEventListener("pagehide", () => {
    for (const region of document.querySelectorAll("[data-live]")) streams.get(region)?.close();
  });
}
