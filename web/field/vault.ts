// The lock: a PIN opens what is sealed, five wrong ones end it. The key lives in memory and nowhere else.
import type { List } from "./contract.ts";
import { drawn, keyOf, ROUNDS, seal, type Sealed, unseal } from "./seal.ts";
import { change, type Copy, type Line } from "./state.ts";
import { database, type Item, items, LEAVING, type Owner, parts, put, wipe } from "./store.ts";

export const TRIES = 5;
export const DIGITS = 6;
const CHECK = "gangmu";

let key: CryptoKey | null = null;
const copies = new Map<string, Copy>(); // opened already: a queue of hundreds is not opened again for each that joins it

export async function owner(): Promise<Owner | undefined> {
  return (await database()).get("owner", "owner");
}

/** A PIN that many would guess first. */
export function guessable(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at])));
  return steps.size === 1 && [0, 1, -1].includes([...steps][0]!);
}

/** Makes the phone somebody's: everything that comes is sealed under his PIN from now on. */
export async function begin(pin: string, list: List): Promise<void> {
  const salt = drawn(16);
  key = await keyOf(pin, salt, ROUNDS);
  const check = await seal(key, "check", CHECK);
  const made: Owner = { who: list.who, salt, rounds: ROUNDS, check, wrong: 0, until: Date.parse(list.until), lettersTo: list.letters_to };
  await (await database()).put("owner", made, "owner");
}

/** Tries a PIN; the count goes up before the trial, so that ending the app in between helps nobody. */
export async function unlock(pin: string): Promise<"right" | "wrong" | "ended"> {
  const db = await database();
  const found = await owner();
  if (!found) return "ended";
  await db.put("owner", { ...found, wrong: found.wrong + 1 }, "owner");
  const tried = await keyOf(pin, found.salt, found.rounds);
  try {
    await unseal(tried, "check", found.check);
  } catch {
    change({ wrong: found.wrong + 1 });
    if (found.wrong + 1 < TRIES) return "wrong";
    await db.put("notes", true, LEAVING);
    await end();
    return "ended";
  }
  key = tried;
  await db.put("owner", { ...found, wrong: 0 }, "owner");
  change({ wrong: 0 });
  return "right";
}

export function lock(): void {
  key = null;
  copies.clear();
  change({ stage: "locked", list: null, rounds: null, outbox: [], notice: "" });
}

/** Everything personal goes; what has not arrived stays, unreadable here. */
export async function end(): Promise<void> {
  key = null;
  copies.clear();
  await wipe();
  change({ list: null, rounds: null, outbox: [], notice: "", stage: "signed-out", wrong: 0 });
}

export function isOpen(): boolean {
  return key !== null;
}

/** Seals something and keeps it, unless the phone was locked or wiped in between. */
export async function keep(place: string, value: unknown): Promise<void> {
  const mine = key;
  if (!mine) return;
  const [db, sealed] = [await database(), await seal(mine, place, value)];
  if (mine === key) await db.put("sealed", sealed, place);
}

export async function kept<T>(place: string): Promise<T | null> {
  const sealed = await (await database()).get("sealed", place);
  return sealed ? open<T>(place, sealed) : null;
}

export async function drop(place: string): Promise<void> {
  await (await database()).delete("sealed", place);
}

async function open<T>(place: string, sealed: Sealed): Promise<T | null> {
  try {
    return key && (await unseal<T>(key, place, sealed));
  } catch {
    return null; // of an earlier PIN
  }
}

/** What is shown of an item, sealed with it; nothing while the phone is locked. */
export async function withCopy(item: Item, copy: Copy): Promise<Item> {
  return key ? { ...item, copy: await seal(key, item.id, copy) } : item;
}

export async function copyOf(item: Item): Promise<Copy | null> {
  if (!item.copy) return null;
  const name = `${item.id} ${item.copy.iv.join()}`;
  const copy = copies.get(name) ?? (await open<Copy>(item.id, item.copy));
  if (key && copy) copies.set(name, copy);
  return copy;
}

/** Reads the outbox anew for the screens. */
export async function showOutbox(): Promise<void> {
  const mine = await owner();
  if (!key || !mine) return;
  const lines: Line[] = [];
  const left = (await parts(mine.who)).filter((part) => !part.held);
  for (const item of await items(mine.who)) {
    lines.push({ ...item, shown: await copyOf(item), proofs: left.filter((part) => part.report === item.id).length });
  }
  change({ outbox: lines });
}

/** What became of an item, with what there is to be shown of it. */
export async function settle(item: Item, copy: Copy | null): Promise<void> {
  await put(copy ? await withCopy(item, copy) : item);
}
