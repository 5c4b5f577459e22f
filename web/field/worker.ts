// Keeps the app itself on the phone, so that it starts without a signal. Never anything personal: only /app/ and /static/.
/// <reference lib="webworker" />
import { clientsClaim } from "workbox-core";
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from "workbox-precaching";

const phone = self as unknown as ServiceWorkerGlobalScope & {
  gangmuFiles: PrecacheEntry[]; // written by the server in front of this script, with their hashes
};

function withoutVary(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.delete("Vary");
  return new Response(response.body, { status: response.status, headers });
}

// A page runs on the one script it was loaded with, so that a newer worker may take over at once.
void phone.skipWaiting();
clientsClaim();
cleanupOutdatedCaches();
// The page says both languages: it is the right one whatever language is asked for.
addPlugins([{ cacheWillUpdate: async ({ response }) => (response.ok ? withoutVary(response) : null) }]);
precacheAndRoute(phone.gangmuFiles, { ignoreURLParametersMatching: [/./] });

interface Told {
  key: string;
  title: string;
  text: string;
}

// The same key again replaces what is shown: told once, however often it arrives. Open apps look at once.
phone.addEventListener("push", (event) => {
  const told = event.data?.json() as Told | undefined;
  if (!told) return;
  const shown = phone.registration.showNotification(told.title, { body: told.text, tag: told.key });
  event.waitUntil(Promise.all([shown, everyApp().then((apps) => apps.forEach((app) => app.postMessage("look")))]));
});

phone.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(everyApp().then(([app]) => (app ? app.focus() : phone.clients.openWindow("/app/"))));
});

async function everyApp(): Promise<readonly WindowClient[]> {
  const all = await phone.clients.matchAll({ type: "window" });
  return all.filter((client) => new URL(client.url).pathname === "/app/");
}
