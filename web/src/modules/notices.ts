// Notifications of this browser: subscribed with the server's key, told to the server by the form of the page.
function key(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

// The page is outside the worker's folder, so `ready` would never come.
function awake(there: ServiceWorkerRegistration): Promise<void> {
  const worker = there.installing ?? there.waiting;
  if (there.active || !worker) return Promise.resolve();
  return new Promise((done) => worker.addEventListener("statechange", () => worker.state === "activated" && done()));
}

async function subscribe(form: HTMLFormElement): Promise<void> {
  const { push = "", worker = "" } = form.dataset;
  const there = await navigator.serviceWorker.register(worker);
  await awake(there);
  const made = await there.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key(push) });
  const { endpoint, keys } = made.toJSON();
  const given: Record<string, string | undefined> = { endpoint, p256dh: keys?.["p256dh"], auth: keys?.["auth"] };
  for (const [name, value] of Object.entries(given)) {
    const input = form.elements.namedItem(name);
    if (input instanceof HTMLInputElement) input.value = value ?? "";
  }
  form.submit();
}

async function forget(): Promise<void> {
  const there = await navigator.serviceWorker?.getRegistration("/field/");
  await (await there?.pushManager.getSubscription())?.unsubscribe();
}

export function startNotices(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    // Whoever signs out takes his notifications with him: the next user of this phone gets none of his.
    if (form.matches("[data-forget]") && "serviceWorker" in navigator) {
      event.preventDefault();
      const soon = new Promise((done) => setTimeout(done, 1000));
      void Promise.race([forget(), soon]).catch(() => null).then(() => form.submit());
    }
    if (!form.dataset["push"]) return;
    event.preventDefault();
    const sorry = form.querySelector<HTMLElement>("[data-no-push]");
    subscribe(form).catch(() => sorry?.removeAttribute("hidden"));
  });
}
