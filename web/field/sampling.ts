// Sampling at a site: what the phone knows of rounds without a signal, and what a scan says before it is sent.
import type { Round } from "./contract.ts";
import { rounds as ask } from "./server.ts";
import { change } from "./state.ts";
import { keep, kept } from "./vault.ts";

export const SIZES = [1, 5, 10, 20];

export interface Chosen {
  round: number;
  site: number;
  size: number;
}

/** Asks for the rounds, keeps them for the basement, and shows them to whoever has the screen open already. */
export async function fetchRounds(): Promise<void> {
  const said = await ask();
  if (said.kind !== "answer") return;
  const { rounds } = said.body as { rounds: Round[] };
  await keep("rounds", rounds);
  change({ rounds });
}

/** Shows what is kept here, then what the server knows by now. */
export async function showRounds(): Promise<void> {
  change({ rounds: (await kept<Round[]>("rounds")) ?? [] });
  await fetchRounds();
}

/** A code as it is compared: as the server writes it, whatever a scanner or a thumb put in between. */
export function plain(text: string): string {
  return text.normalize("NFKC").replace(/\s+/g, "").toUpperCase();
}

/** What of a code stands on the screen: enough to see that it is the right one, not enough to copy it. */
export function shortened(code: string): string {
  const text = plain(code);
  return text.length > 6 ? `…${text.slice(-4)}` : text;
}

/** Whether this can be a document number or a person's own code; the server looks more closely. */
export function likely(text: string): boolean {
  return /^(GM\d+[0-9A-Z]|\d{17}[\dX]|\d{15}|[A-Z0-9]{6,20})$/.test(plain(text));
}

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

declare global {
  interface Window {
    BarcodeDetector?: new () => Detector;
  }
}

/** Whether this phone reads codes with its camera; a scanner at the phone and typing always work. */
export function canScan(): boolean {
  return Boolean(window.BarcodeDetector && navigator.mediaDevices?.getUserMedia);
}

/** Looks through the camera until a code is read or `stop` says so; "" for none. */
export async function scanned(video: HTMLVideoElement, stop: AbortSignal): Promise<string> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    video.srcObject = stream;
    await video.play();
    const detector = new window.BarcodeDetector!();
    while (!stop.aborted) {
      const [found] = await detector.detect(video);
      if (found) return found.rawValue;
      await new Promise((next) => setTimeout(next, 120));
    }
    return "";
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}
