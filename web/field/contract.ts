// What the server says and hears, by the contract that this app speaks (docs/api.md).
export const CONTRACT = 4;

export interface Task {
  id: number;
  version: number;
  status: string;
  kind: string;
  category_name: [string, string];
  area: string; // 18 digits: village, grid, group
  place: string;
  name: string;
  document: string;
  phone: string;
  address: string;
  building: string;
  at: Degrees | null; // of its estate, village group or road
  near: string; // the name of that
  known: Record<string, unknown>;
  questions: string;
  proofs: string;
  urgent: boolean;
  flagged: boolean;
  sources: number;
  due_at: string;
  claimed_by: string;
  mine: boolean;
  last_contact_at: string | null;
  last_contact_by: string;
  returned_because: string;
  return_opened: boolean;
  zone?: number; // which of `zones` the door lies in, 0 for none
}

export interface Zone {
  number: number;
  name: string;
  level: [string, string];
  rules: [string, string][];
  since: string;
  hotline: string;
}

export type Degrees = [longitude: number, latitude: number]; // WGS84

export interface Grid {
  area: string;
  name: string;
  rings: Degrees[][];
}

export interface Counties {
  counties: { name: string; towns: { name: string; villages: [code: string, name: string][] }[] }[];
}

export interface Schema {
  type?: string;
  format?: string;
  enum?: string[];
  const?: string;
  anyOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  items?: Schema;
  default?: unknown;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  required?: string[];
  properties?: Record<string, Schema>;
  ui?: Hints;
}

export type Doubt = "document" | "address";
export type Proving = "photo" | "voice" | "position";

export interface Hints {
  group?: string;
  usual?: boolean; // yes at most doors: one tap answers it with the others
  doubt?: Doubt; // what of the list makes it a question after all
  proof?: Proving;
  when_no?: string;
  when_yes?: string;
  phrases?: [string, string][]; // usual answers to tap instead of typing
  needed_if?: Record<string, unknown>; // an answer to another question, without which this one may stay open
  label?: [string, string];
  labels?: Record<string, [string, string]>;
}

export interface List {
  contract: number;
  at: string;
  post: string;
  who: string;
  name: string;
  may: string[];
  until: string;
  letters_to: string;
  grids: Grid[];
  tasks: Task[];
  forms: Record<string, Record<string, Schema>>;
  questions: Record<string, Schema>;
  proofs?: Record<string, Record<string, Schema>>; // by the name that tasks give, and by outcome
  zones?: Zone[];
  live?: string; // where a change of this list is told
  next: string;
}

export type Kind = "claim" | "unclaim" | "report" | "open_return" | "contact" | "offer" | "sample" | "seal_tube";

/** What a command is about: a door, or for sampling no door (id 0). */
export type About = Pick<Task, "id" | "version" | "name" | "address">;

export interface Round {
  id: number;
  name: string;
  pool: number;
  ends_at: string;
  sites: { id: number; name: string }[];
}

export interface Command {
  id: string;
  kind: Kind;
  task: number;
  at: string;
  seen_version: number;
  body: Record<string, unknown>;
}

export interface FieldError {
  at: string;
  code: string;
  message: string;
}

export interface Version {
  outcome: string;
  answers: Record<string, unknown>;
  by: string;
  at: string;
}

export interface Result {
  id: string;
  result: "done" | "repeated" | "parked" | "refused";
  code: string;
  title: string;
  data: { phone?: string; other?: Version; command?: Command };
  errors: FieldError[];
  task: { status: string; version: number } | null;
}
