// Asking the server. Every answer also tells its clock: phones are often wrong about the time.
import { type Command, CONTRACT, type List, type Result } from "./contract.ts";
import { database, type Part } from "./store.ts";
import { language } from "./words.ts";

const API = "/api/v1/field";
const PATIENCE = 20_000; // milliseconds

export type Said =
  | { kind: "answer"; body: unknown; mark: string }
  | { kind: "same" }
  | { kind: "offline" }
  | { kind: "stranger" } // the session is over: nobody is signed in
  | { kind: "not-allowed" }
  | { kind: "absent" }
  | { kind: "old" } // the server speaks only other versions of the contract
  | { kind: "unfit" } // what was sent is wrong or too much
  | { kind: "busy"; seconds: number };

const NOTED = "skew";
const EXACT = 2000; // milliseconds: the header has no more than seconds
let skew = 0;

/** What was known of the phone's clock when the app was last open: a shift does not end because a clock is wrong. */
export async function startClock(): Promise<void> {
  skew = Number(await (await database()).get("notes", NOTED)) || 0;
}

async function heard(difference: number): Promise<void> {
  const now = Math.abs(difference) < EXACT ? 0 : difference;
  const news = Math.abs(now - skew) > EXACT;
  skew = now;
  if (news) await database().then((db) => db.put("notes", skew, NOTED)).catch(() => undefined); // a full phone still asks
}

/** Now, by the server's clock as far as it is known. */
export function now(): number {
  return Date.now() + skew;
}

async function ask(path: string, options: RequestInit = {}): Promise<Said> {
  let answer: Response;
  const patience = new AbortController();
  const ended = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const headers = { "Accept-Language": language(), ...options.headers };
    answer = await fetch(path, { cache: "no-store", credentials: "same-origin", signal: patience.signal, ...options, headers });
    const date = Date.parse(answer.headers.get("Date") ?? "");
    if (date) await heard(date - Date.now());
    if (answer.ok) return { kind: "answer", body: answer.status === 204 ? null : await answer.json(), mark: answer.headers.get("ETag") ?? "" };
  } catch {
    return { kind: "offline" };
  } finally {
    clearTimeout(ended);
  }
  if (answer.status === 304) return { kind: "same" };
  if (answer.status === 401) return { kind: "stranger" };
  if (answer.status === 403) return { kind: "not-allowed" };
  if (answer.status === 404) return { kind: "absent" };
  if (answer.status === 409) return { kind: "old" };
  if (answer.status === 413 || answer.status === 422 || answer.status === 400) return { kind: "unfit" };
  return { kind: "busy", seconds: Number(answer.headers.get("Retry-After")) || 10 };
}

function post(path: string, body: unknown): Promise<Said> {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

function cookie(name: string): string {
  return document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

/** The whole list of my trio, or "same" where the phone has it already. */
export async function list(mark: string): Promise<Said> {
  const first = await ask(`${API}/tasks?contract=${CONTRACT}&limit=500`, { headers: mark ? { "If-None-Match": mark } : {} });
  if (first.kind !== "answer") return first;
  const whole = first.body as List;
  while (whole.next) {
    const piece = await ask(`${API}/tasks?contract=${CONTRACT}&limit=500&after=${encodeURIComponent(whole.next)}`);
    if (piece.kind !== "answer") return piece;
    const { tasks, forms, questions, proofs, zones, next } = piece.body as List;
    whole.tasks.push(...tasks);
    Object.assign(whole, { forms: { ...whole.forms, ...forms }, questions: { ...whole.questions, ...questions }, proofs: { ...whole.proofs, ...proofs }, next });
    whole.zones = [...(whole.zones ?? []), ...(zones ?? [])];
  }
  return { ...first, body: whole };
}

export function letters(sent: { id: string; sealed: string }[]): Promise<Said> {
  return post(`${API}/letters`, { contract: CONTRACT, letters: sent });
}

export function part(one: Part): Promise<Said> {
  const { report, proof, number, of, letter: sealed } = one;
  return post(`${API}/proofs`, { contract: CONTRACT, report, proof, number, of, sealed });
}

/** Hears the server's clock, if there is a signal. */
export async function askClock(): Promise<void> {
  await ask("/health");
}

export function places(): Promise<Said> {
  return ask(`${API}/places`);
}

/** The rounds of sampling that run on my ground, with their sites. */
export function rounds(): Promise<Said> {
  return ask(`${API}/sampling`);
}

/** What this installation signs its notices with; '' where it sends none. */
export function noticeKey(): Promise<Said> {
  return ask(`${API}/notices`);
}

export function tellHere(subscription: { endpoint: string; p256dh: string; auth: string }): Promise<Said> {
  return post(`${API}/notices`, subscription);
}

/** A command that needs its answer at once, such as the number to call; it is never queued. */
export async function straight(command: Command): Promise<Result | Said> {
  const said = await post(`${API}/commands`, { contract: CONTRACT, commands: [command] });
  return said.kind === "answer" ? (said.body as { results: [Result] }).results[0] : said;
}

export async function signOut(): Promise<boolean> {
  try {
    const body = new URLSearchParams({ csrfmiddlewaretoken: cookie("csrftoken") });
    await fetch("/account/logout/", { method: "POST", credentials: "same-origin", redirect: "manual", body });
    return true;
  } catch {
    return false;
  }
}
