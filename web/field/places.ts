// Whom a door can be handed over to: every village of the city, fetched once a shift, found without a signal.
import type { Counties } from "./contract.ts";
import { now, places as ask } from "./server.ts";
import { keep, kept } from "./vault.ts";

const KEPT = 12 * 3_600_000; // milliseconds
const MOST = 12; // shown at once

export interface Place {
  code: string;
  name: string;
  label: string;
}

interface Known {
  at: number;
  counties: Counties["counties"];
}

export async function fetchPlaces(): Promise<void> {
  const known = await kept<Known>("places");
  if (known && now() - known.at < KEPT) return;
  const said = await ask();
  if (said.kind === "answer") await keep("places", { at: now(), counties: (said.body as Counties).counties });
}

export async function allPlaces(): Promise<Place[]> {
  const known = await kept<Known>("places");
  return (known?.counties ?? []).flatMap((county) =>
    county.towns.flatMap((town) => town.villages.map(([code, name]) => ({ code, name, label: `${county.name} ${town.name} ${name}` }))),
  );
}

/** The places that hold every word; without any, those of one's own town but for one's own village. */
export function matching(all: Place[], text: string, own: string): Place[] {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const found = words.length ? all.filter((place) => words.every((word) => place.label.includes(word))) : all.filter((place) => place.code.startsWith(own.slice(0, 9)));
  const others = found.filter((place) => !own.startsWith(place.code));
  return words.length ? others.slice(0, MOST) : others;
}
