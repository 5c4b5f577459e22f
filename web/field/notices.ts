// Being told on this phone that new doors are there: one notice for a push, a number and never a name.
import { noticeKey, tellHere } from "./server.ts";

export type Told = "on" | "off" | "forbidden" | "offline";

async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return undefined;
  return navigator.serviceWorker.getRegistration("/app/");
}

export async function toldHere(): Promise<boolean> {
  const subscribed = await (await registration())?.pushManager.getSubscription();
  return Boolean(subscribed) && Notification.permission === "granted";
}

/** Asks the browser, then the server: both must agree. The phone is told as whoever is signed in. */
export async function tellMe(): Promise<Told> {
  const worker = await registration();
  if (!worker) return "off";
  const said = await noticeKey();
  if (said.kind !== "answer") return "offline";
  const { key } = said.body as { key: string };
  if (!key) return "off";
  if ((await Notification.requestPermission()) !== "granted") return "forbidden";
  try {
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint, keys } = made.toJSON();
    const kept = await tellHere({ endpoint: endpoint!, p256dh: keys!["p256dh"]!, auth: keys!["auth"]! });
    return kept.kind === "answer" ? "on" : kept.kind === "unfit" ? "off" : "offline";
  } catch {
    return "off"; // the browser maker's service cannot be reached, as on the mainland
  }
}

/** A phone that is signed out is told nothing more. */
export async function tellNoMore(): Promise<void> {
  await (await (await registration())?.pushManager.getSubscription())?.unsubscribe();
}
