// What was done on this phone, in order, until the server has it: each with an id made once, so that it counts once.
import type { About, Command, Kind, Result } from "./contract.ts";
import { letter } from "./seal.ts";
import { letters, part as sendPart, type Said } from "./server.ts";
import { change, type Copy, state } from "./state.ts";
import { dropParts, type Item, items, parts, put, putParts, putWith } from "./store.ts";
import { copyOf, isOpen, owner, settle, showOutbox, withCopy } from "./vault.ts";
import { t } from "./words.ts";

const TOGETHER = 50; // letters of one request

export function commandOf(kind: Kind, task: About, body: Command["body"]): Command {
  return { id: crypto.randomUUID(), kind, task: task.id, at: new Date().toISOString(), seen_version: task.version, body };
}

/** Keeps what was done, before anybody is told that it was. Throws where the phone cannot keep any more. */
export async function enqueue(kind: Kind, task: About, body: Command["body"] = {}): Promise<void> {
  const mine = await owner();
  if (!mine) throw new Error("nobody's phone");
  const command = commandOf(kind, task, body);
  const sealed = await letter(mine.lettersTo, command.id, { who: mine.who, command });
  const item: Item = { id: command.id, who: mine.who, kind, task: task.id, at: Date.now(), state: "waiting", letter: sealed, copy: null };
  const proofs = Object.values((body["answers"] as Record<string, unknown> | undefined) ?? {}).filter((value) => typeof value === "string");
  await putWith(await withCopy(item, { command, name: task.name, address: task.address }), proofs);
  await showOutbox();
}

/** How many of a person's letters have not arrived; of one whose report has arrived, each proof that has not. */
export async function unsent(who?: string): Promise<number> {
  const waiting = (await items(who)).filter(isUnsent);
  const proofs = (await parts(who)).filter((one) => one.report && !one.held && !waiting.some((item) => item.id === one.report));
  return waiting.length + new Set(proofs.map((one) => one.proof)).size;
}

function isUnsent(item: Item): boolean {
  return item.state === "waiting" || item.state === "sent";
}

/** Sends what waits, oldest first, then the proofs of it; "done" when nothing is left, else what stopped it. */
export async function send(who: string): Promise<Said | "done"> {
  const said = await sendLetters(who);
  return said === "done" ? sendParts(who) : said;
}

/** A part that has arrived leaves the phone, so that a broken transfer goes on where it ended. */
async function sendParts(who: string): Promise<Said | "done"> {
  const unsettled = new Set((await items(who)).filter((item) => isUnsent(item) || item.state === "refused").map((item) => item.id));
  for (const one of await parts(who)) {
    if (!one.report || one.held || unsettled.has(one.report)) continue;
    const said = await sendPart(one);
    if (said.kind === "answer") await dropParts((other) => other.proof === one.proof && other.number === one.number);
    else if (said.kind === "unfit" || said.kind === "absent") await putParts([{ ...one, held: true }]);
    else return said;
    await showOutbox();
  }
  return "done";
}

async function sendLetters(who: string): Promise<Said | "done"> {
  let together = TOGETHER;
  for (;;) {
    // What was wiped is asked for again: the answer to a letter that was sent before is the first one.
    const waiting = (await items(who)).filter((item) => isUnsent(item) || (isOpen() && item.copy === null && item.state !== "accepted"));
    const batch = waiting.slice(0, together);
    if (batch.length === 0) return "done";
    // Where a full phone cannot note it, it sends all the same: what has arrived makes room.
    for (const item of batch) if (item.state === "waiting") await put({ ...item, state: "sent" }).catch(() => undefined);
    const said = await letters(batch.map(({ id, letter: sealed }) => ({ id, sealed })));
    if (said.kind === "unfit" && batch.length > 1) {
      together = 1; // one of them keeps no other back
    } else if (said.kind === "unfit") {
      await settle({ ...batch[0]!, state: "refused" }, await copied(batch[0]!, null));
    } else if (said.kind === "answer") {
      const stopped = await settled(batch, (said.body as { results: Result[] }).results);
      if (stopped) return { kind: "not-allowed" };
    } else {
      for (const item of batch) if (item.state === "waiting") await put(item);
      return said;
    }
  }
}

async function settled(batch: Item[], results: Result[]): Promise<boolean> {
  let beside = 0;
  for (const item of batch) {
    const result = results.find((one) => one.id === item.id);
    if (!result || result.code === "letter_of_other") return true;
    if (result.result === "done" || result.result === "repeated") {
      await settle({ ...item, state: "accepted" }, null);
    } else {
      beside += Number(isUnsent(item));
      await settle({ ...item, state: result.result }, await copied(item, result));
    }
  }
  if (beside && isOpen()) change({ notice: t("{} of what you sent needs a look: see “Sent”.", beside) });
  return false;
}

async function copied(item: Item, result: Result | null): Promise<Copy> {
  const door = state.list?.tasks.find((task) => task.id === item.task);
  const known = await copyOf(item);
  const command = result?.data.command ?? { id: item.id, kind: item.kind, task: item.task, at: new Date(item.at).toISOString(), seen_version: 0, body: {} };
  const copy: Copy = known ?? { command, name: door?.name ?? "", address: door?.address ?? "" };
  if (!result) return { ...copy, title: t("The server could not read this.") };
  return { ...copy, title: result.title, errors: result.errors, ...(result.data.other ? { other: result.data.other } : {}) };
}

/** A refused item leaves the phone only because its author has put it right, or says so. */
export async function forget(item: Item): Promise<void> {
  await settle({ ...item, state: "accepted" }, null);
  await dropParts((one) => one.report === item.id);
  await showOutbox();
}

