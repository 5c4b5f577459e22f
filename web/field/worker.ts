// Keeps the app itself on the phone, so that it starts without a signal. Never anything personal: only /app/ and /static/.
import { clientsClaim } from "workbox-core";
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from "workbox-precaching";

interface Worker {
  gangmuFiles: PrecacheEntry[]; // written by the server in front of this script, with their hashes
  skipWaiting: () => Promise<void>;
}
const worker = self as unknown as Worker;

function withoutVary(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.delete("Vary");
  return new Response(response.body, { status: response.status, headers });
}

// A page runs on the one script it was loaded with, so that a newer worker may take over at once.
void worker.skipWaiting();
clientsClaim();
cleanupOutdatedCaches();
// The page says both languages: it is the right one whatever language is asked for.
addPlugins([{ cacheWillUpdate: async ({ response }) => (response.ok ? withoutVary(response) : null) }]);
precacheAndRoute(worker.gangmuFiles, { ignoreURLParametersMatching: [/./] });
