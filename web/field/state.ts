// What the screens show, in one place; whoever changes it says so, and they are drawn again.
import type { Command, FieldError, List, Round, Version } from "./contract.ts";
import type { Item } from "./store.ts";

export type Stage =
  | "starting"
  | "signed-out" // nobody is signed in, and nothing is here
  | "no-doors" // signed in, but in a post that has no doors
  | "new-pin" // signed in for the first time on this phone
  | "locked"
  | "open";

export interface Copy {
  command: Command;
  name: string;
  address: string;
  title?: string; // what the server said
  errors?: FieldError[];
  other?: Version; // the report that came first
}

export interface Line extends Item {
  shown: Copy | null;
  proofs: number; // parts of its proofs that have not arrived
}

interface State {
  stage: Stage;
  list: List | null;
  rounds: Round[] | null; // of sampling; null until somebody looks
  outbox: Line[];
  online: boolean;
  busy: boolean;
  outdated: boolean; // the server asks for a newer app
  fresh: boolean; // a newer app is here already
  notice: string;
  wrong: number;
}

export const state: State = {
  stage: "starting",
  list: null,
  rounds: null,
  outbox: [],
  online: true,
  busy: false,
  outdated: false,
  fresh: false,
  notice: "",
  wrong: 0,
};

const readers = new Set<() => void>();

export function watch(reader: () => void): () => void {
  readers.add(reader);
  return () => readers.delete(reader);
}

export function change(part: Partial<State>): void {
  Object.assign(state, part);
  for (const reader of readers) reader();
}
