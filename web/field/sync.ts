// Up and down, by itself: at a start, when the signal is back, when somebody looks, and again after a while.
import type { List } from "./contract.ts";
import { news } from "./list.ts";
import { deaf, isTold, listen } from "./live.ts";
import { send } from "./outbox.ts";
import { tellNoMore } from "./notices.ts";
import { fetchPlaces } from "./places.ts";
import { fetchRounds } from "./sampling.ts";
import { askClock, list as askList, now, type Said, signOut } from "./server.ts";
import { change, state } from "./state.ts";
import { database, LEAVING, renew } from "./store.ts";
import { end, isOpen, keep, kept, owner, showOutbox } from "./vault.ts";
import { t } from "./words.ts";

const LOOK = 60_000; // milliseconds between two looks while somebody has the app before him
const SELDOM = 300_000; // the same while changes are told
const AGAIN = 8_000; // after a look that found no signal: at most ten seconds late
const LONGEST = 60_000; // between two attempts to send

const ASKED_ABOUT = ["not-allowed", "stranger", "old"]; // an answer about who asks: the list says what it means

let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;
let running: Promise<void> | null = null;
let asked = false; // since the round that is running began: what was kept meanwhile must not wait for the next look
let mark = "";
let fetched: List | null = null; // what came before there was a PIN to seal it with

/** The list that waits for a PIN. */
export function waitingList(): List | null {
  return fetched;
}

/** Reads what is sealed here, after the PIN was right. */
export async function showKept(): Promise<void> {
  const found = await kept<{ list: List; mark: string }>("list");
  mark = found?.mark ?? "";
  change({ list: found?.list ?? null, stage: "open" });
  await showOutbox();
}

export function startSync(): void {
  addEventListener("online", () => void sync());
  addEventListener("offline", () => change({ online: false }));
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? void sync() : deaf()));
  setInterval(() => void endOfShift(), 15_000);
}

/** One round at a time, in this tab and in all others. */
export function sync(): Promise<void> {
  asked = true;
  running ??= navigator.locks
    .request("gangmu-sync", rounds)
    .catch((fault: unknown) => {
      console.error(fault); // such as a full phone: it tries again all the same
      timer = setTimeout(() => void sync(), LONGEST);
    })
    .then(() => {
      running = null;
      change({ busy: false });
    });
  return running;
}

async function rounds(): Promise<void> {
  while (asked) {
    asked = false;
    await round();
  }
}

async function round(): Promise<void> {
  clearTimeout(timer);
  change({ busy: true });
  await endOfShift();
  const mine = await owner();
  let said: Said | "done" = mine ? await send(mine.who) : "done";
  if (said === "done" || ASKED_ABOUT.includes(said.kind)) said = await refresh();
  const away = said !== "done" && said.kind === "offline";
  failures = said === "done" ? 0 : failures + 1;
  change({ online: !away });
  await showOutbox();
  listen((isOpen() && state.list?.live) || "", () => void sync());
  const busy = said !== "done" && said.kind === "busy" ? said.seconds * 1000 : 0;
  const next = failures ? Math.min(LONGEST, 1000 * 2 ** failures) : isTold() ? SELDOM : LOOK;
  const wait = away ? AGAIN : busy || next;
  timer = setTimeout(() => void sync(), wait * (0.75 + Math.random() / 4));
}

async function refresh(): Promise<Said | "done"> {
  const said = await askList(isOpen() && state.list ? mark : "");
  if (said.kind === "stranger") {
    await (await database()).delete("notes", LEAVING);
    await tellNoMore();
    await end(); // signed out, switched off, or told so from afar: nothing personal stays
    return "done";
  }
  if (said.kind === "not-allowed") {
    await end();
    change({ stage: "no-doors" });
    return "done";
  }
  if (said.kind === "old") {
    change({ outdated: true });
    void navigator.serviceWorker?.getRegistration().then((found) => found?.update());
  }
  if (said.kind === "same") return "done";
  return said.kind === "answer" ? arrived(said.body as List, said.mark) : said;
}

async function arrived(list: List, newMark: string): Promise<Said | "done"> {
  let mine = await owner();
  if (mine && mine.who !== list.who) {
    await tellNoMore();
    await end(); // somebody else is signed in: what is sealed here is not his
    mine = undefined;
  }
  if (!mine) return newcomer(list);
  await renew({ until: Date.parse(list.until), lettersTo: list.letters_to });
  if (!isOpen()) return "done";
  const { doors, back } = state.list ? news(state.list.tasks, list.tasks) : { doors: 0, back: 0 };
  const told = [doors ? t("New doors: {}.", doors) : "", back ? t("Returned to you: {}.", back) : ""].filter(Boolean).join(" ");
  mark = newMark;
  await keep("list", { list, mark });
  if (!isOpen()) return "done"; // he has left meanwhile
  change({ list, outdated: false, ...(told ? { notice: told } : {}) });
  await fetchPlaces();
  if (list.may.includes("sample")) await fetchRounds();
  return "done";
}

/** Somebody who has no PIN here yet. What he could not send before goes up first; then, if he was leaving, he leaves. */
async function newcomer(list: List): Promise<Said | "done"> {
  const db = await database();
  const said = await send(list.who);
  if (await db.get("notes", LEAVING)) {
    if (said !== "done" && said.kind !== "not-allowed") return said;
    if (!(await signOut())) return { kind: "offline" };
    await db.delete("notes", LEAVING);
    change({ stage: "signed-out" });
    return "done";
  }
  fetched = list;
  change({ stage: "new-pin" });
  return said;
}

/** Wipes the phone now; what has not arrived goes up, and the session ends, as soon as there is a signal. */
export async function leave(): Promise<void> {
  await (await database()).put("notes", true, LEAVING);
  await tellNoMore();
  await end();
  await running;
  await sync();
}

async function endOfShift(): Promise<void> {
  const mine = await owner();
  if (!mine || now() <= mine.until) return;
  await askClock(); // the phone's own may have been set wrong meanwhile
  if (now() > mine.until) await end();
}
