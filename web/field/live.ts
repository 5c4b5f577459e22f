// Told at once that the list has changed, while somebody has the app before him (decision 11). Nothing personal comes this way.
const LATER = 60_000; // milliseconds
const SPREAD = 4_000; // milliseconds: when a slot arrives not all phones ask in the same moment

let stream: EventSource | null = null;
let heard = "";

/** Whether changes are being told: then nobody needs to look every minute. */
export function isTold(): boolean {
  return stream?.readyState === EventSource.OPEN;
}

/** Listens at an address until the app goes out of sight, or is told another; '' for nowhere. */
export function listen(url: string, changed: () => void): void {
  if (!url || document.visibilityState === "hidden") return deaf();
  if (stream && stream.readyState !== EventSource.CLOSED) return;
  const opened = (stream = new EventSource(url));
  opened.addEventListener("list", ({ lastEventId }) => {
    if (lastEventId === heard) return; // the line was broken, and nothing has happened
    heard = lastEventId;
    setTimeout(changed, Math.random() * SPREAD);
  });
  opened.addEventListener("error", () => {
    if (opened.readyState === EventSource.CLOSED && opened === stream) setTimeout(changed, LATER); // the browser tries no more
  });
}

export function deaf(): void {
  stream?.close();
  stream = null;
}
