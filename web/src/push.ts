// The phone's service worker: shows what was pushed, and opens what it is about. It keeps nothing.
/// <reference lib="webworker" />
const phone = self as unknown as ServiceWorkerGlobalScope;

interface Told {
  key: string;
  title: string;
  text: string;
  url: string;
}

phone.addEventListener("push", (event) => {
  const told = event.data?.json() as Told | undefined;
  if (!told) return;
  // The same key again replaces what is shown: told once, however often it arrives.
  const shown = phone.registration.showNotification(told.title, { body: told.text, tag: told.key, data: told.url });
  event.waitUntil(shown);
});

phone.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(phone.clients.openWindow(String(event.notification.data)));
});
