// The phone's own database. Whatever names a person is sealed in it; ids, states and times are not personal.
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import type { Kind } from "./contract.ts";
import type { Sealed } from "./seal.ts";

export interface Owner {
  who: string; // user and post, as the server names them
  salt: Uint8Array<ArrayBuffer>;
  rounds: number;
  check: Sealed; // opens with the right PIN
  wrong: number; // PINs tried in vain
  until: number; // end of the shift, by the server's clock
  lettersTo: string;
}

// waiting: here. sent: on its way, or its answer was lost. The others are the server's last word.
export type State = "waiting" | "sent" | "accepted" | "parked" | "refused";

export interface Item {
  seq?: number; // the order in which it was done
  id: string;
  who: string;
  kind: Kind;
  task: number;
  at: number;
  state: State;
  letter: string; // the command, for the server alone
  copy: Sealed | null; // what the phone shows of it; gone with everything else that is wiped
}

/** A piece of a proof, for the server alone. `report`: the command that names it; '' while that is being written. */
export interface Part {
  proof: string;
  number: number;
  of: number;
  who: string;
  report: string;
  letter: string;
  held: boolean; // the server will not have it
}

interface Tables extends DBSchema {
  notes: { key: string; value: number | boolean };
  owner: { key: "owner"; value: Owner };
  sealed: { key: string; value: Sealed };
  outbox: { key: number; value: Item };
  parts: { key: [proof: string, number: number]; value: Part };
}

export const LEAVING = "leaving"; // he goes: nothing is shown any more, and the session ends when all has arrived

let opened: Promise<IDBPDatabase<Tables>> | null = null;

export function database(): Promise<IDBPDatabase<Tables>> {
  opened ??= openDB<Tables>("gangmu-field", 2, {
    upgrade(db, from) {
      if (from < 2) db.createObjectStore("parts", { keyPath: ["proof", "number"] });
      if (from > 0) return;
      db.createObjectStore("notes");
      db.createObjectStore("owner");
      db.createObjectStore("sealed");
      db.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
    },
    blocking: () => location.reload(), // a newer app opens it in another tab
  });
  return opened;
}

export async function items(who?: string): Promise<Item[]> {
  const all = await (await database()).getAll("outbox");
  return who === undefined ? all : all.filter((item) => item.who === who);
}

export async function put(item: Item): Promise<void> {
  await (await database()).put("outbox", item);
}

export async function parts(who?: string): Promise<Part[]> {
  const all = await (await database()).getAll("parts");
  return who === undefined ? all : all.filter((part) => part.who === who);
}

type Store = "owner" | "sealed" | "outbox" | "parts";

/** All of it or none; throws where it cannot be kept, as on a full phone. */
async function together(stores: Store[], work: (all: IDBPTransaction<Tables, Store[], "readwrite">) => Promise<void>): Promise<void> {
  const all = (await database()).transaction(stores, "readwrite");
  await Promise.all([work(all), all.done]);
}

/** Keeps an item together with the proofs that it names: both, or neither. */
export function putWith(item: Item, proofs: string[]): Promise<void> {
  return together(["outbox", "parts"], async (both) => {
    await both.objectStore("outbox").put(item);
    for (let at = await both.objectStore("parts").openCursor(); at; at = await at.continue()) {
      if (proofs.includes(at.value.proof)) await at.update({ ...at.value, report: item.id });
    }
  });
}

export function putParts(made: Part[]): Promise<void> {
  return together(["parts"], async (all) => {
    for (const part of made) await all.objectStore("parts").put(part);
  });
}

export function dropParts(which: (part: Part) => boolean): Promise<void> {
  return together(["parts"], async (all) => {
    for (let at = await all.objectStore("parts").openCursor(); at; at = await at.continue()) if (which(at.value)) await at.delete();
  });
}

/** What is new about the owner is kept with him; whoever has left in the meantime stays away. */
export function renew(news: Pick<Owner, "until" | "lettersTo">): Promise<void> {
  return together(["owner"], async (all) => {
    const found = await all.objectStore("owner").get("owner");
    if (found) await all.objectStore("owner").put({ ...found, ...news }, "owner");
  });
}

/** Ends everything personal on this phone. What has not arrived stays as letters that only the server can read. */
export function wipe(): Promise<void> {
  return together(["owner", "sealed", "outbox", "parts"], async (all) => {
    await all.objectStore("owner").clear();
    await all.objectStore("sealed").clear();
    for (let at = await all.objectStore("outbox").openCursor(); at; at = await at.continue()) {
      if (at.value.state === "accepted" || at.value.state === "parked") await at.delete();
      else await at.update({ ...at.value, copy: null });
    }
    for (let at = await all.objectStore("parts").openCursor(); at; at = await at.continue()) {
      if (at.value.report === "") await at.delete(); // of a report that was never made
    }
  });
}
