// Proof, where a form asks for it: taken here, without whatever else a camera writes into a picture, small, and sealed
// for the server alone before anything of it is stored.
import type { Proving } from "./contract.ts";
import { letterOf } from "./seal.ts";
import { now } from "./server.ts";
import { dropParts, type Part, putParts } from "./store.ts";
import { owner } from "./vault.ts";

export const NOT_POSSIBLE = "not_possible";
const PART = 48 * 1024; // bytes: on a slow line a few seconds
const EDGE = 1280; // pixels of the longer side
const QUALITY = 0.7;
const VOICE_BITS = 16_000; // a second
const SILENT = 400; // bytes: a file that holds no sound, only its head
export const LONGEST = 60; // seconds of a voice note
const PATIENCE = 20_000; // milliseconds for a position

/** Keeps a proof in sealed parts; returns the id by which an answer names it. Throws where there is no room. */
export async function keepProof(content: Uint8Array<ArrayBuffer>): Promise<string> {
  const mine = await owner();
  if (!mine) throw new Error("nobody's phone");
  const proof = crypto.randomUUID();
  const of = Math.ceil(content.length / PART);
  const made: Part[] = [];
  for (let number = 0; number < of; number += 1) {
    const piece = content.slice(number * PART, (number + 1) * PART);
    const letter = await letterOf(mine.lettersTo, `${mine.who}/${proof}/${number}/${of}`, piece);
    made.push({ proof, number, of, who: mine.who, report: "", letter, held: false });
  }
  await putParts(made);
  return proof;
}

/** Takes a proof back that no report names yet. */
export function dropProof(id: string): Promise<void> {
  return dropParts((part) => part.proof === id && part.report === "");
}

/** The picture drawn anew: what it shows, and none of what the camera wrote beside it (place, time, device). */
export async function photoOf(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => createImageBitmap(file));
  const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!drawn) throw new Error("no picture");
  return bytesOf(drawn);
}

export interface Recording {
  stop: () => void;
  done: Promise<Uint8Array<ArrayBuffer>>;
}

/** Records a voice until it is stopped, a minute at most. Throws where there is no microphone, none is allowed, or it gave nothing. */
export async function record(): Promise<Recording> {
  const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(sound, { audioBitsPerSecond: VOICE_BITS });
  const pieces: Blob[] = [];
  const done = new Promise<Uint8Array<ArrayBuffer>>((finished, failed) => {
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.onstop = () => {
      for (const track of sound.getTracks()) track.stop();
      const note = new Blob(pieces);
      if (note.size < SILENT) failed(new Error("no sound"));
      else finished(bytesOf(note));
    };
  });
  const stop = () => void (recorder.state === "recording" && recorder.stop());
  recorder.start();
  setTimeout(stop, LONGEST * 1000);
  return { stop, done };
}

/** Where the phone is now, in words. Throws where that cannot be found, or is not allowed. */
export async function position(): Promise<Uint8Array<ArrayBuffer>> {
  const options = { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 0 };
  const found = await new Promise<GeolocationPosition>((done, failed) => navigator.geolocation.getCurrentPosition(done, failed, options));
  const { latitude, longitude, accuracy } = found.coords;
  const text = `WGS84 ${latitude.toFixed(5)}, ${longitude.toFixed(5)}, ±${Math.round(accuracy)} m, ${new Date(now()).toISOString()}`;
  return new TextEncoder().encode(text);
}

/** Whether this browser can take a proof of that kind at all. */
export function canTake(kind: Proving): boolean {
  if (kind === "voice") return "MediaRecorder" in window && !!navigator.mediaDevices;
  return kind === "photo" || "geolocation" in navigator;
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}
