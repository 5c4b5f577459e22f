// A report form from its JSON schema: questions, what is missing, what is usually answered. No task kind is named here.
import type { Schema, Task } from "./contract.ts";

export type Answers = Record<string, unknown>;
export type Asking = "proof" | "yes_no" | "choice" | "many" | "text" | "number" | "date" | "people";

export interface Question {
  name: string;
  path: string[]; // where its answer stands: ["asked", "fever"]
  asking: Asking;
  schema: Schema;
  choices: string[];
  group: string;
  required: boolean;
  row: Question[]; // of people: what is asked of each
}

export interface Group {
  name: string;
  folded: boolean;
  questions: Question[];
}

export interface Wrong {
  code: string;
  context: Record<string, unknown>;
}

const OPEN = ["clears", "sample", "reading", "asked", "people", ""];
const FOLDED = ["health", "needs", "corrections", "more"];

/** The questions of an outcome; `asked` and `proofs` are the schemas of what the protocol pack asks besides, if anything. */
export function questionsOf(form: Schema, asked?: Schema, proofs?: Schema): Question[] {
  const found: Question[] = [];
  for (const [name, schema] of Object.entries(form.properties ?? {})) {
    if (schema.ui?.group === "asked") {
      for (const [code, inner] of Object.entries(asked?.properties ?? {})) found.push(question([name, code], inner, asked!, "asked"));
    } else {
      found.push(question([name], schema, form, schema.ui?.group ?? ""));
    }
  }
  for (const [name, schema] of Object.entries(proofs?.properties ?? {})) found.push(question([name], schema, proofs!, ""));
  return found;
}

function question(path: string[], schema: Schema, whole: Schema, group: string): Question {
  const name = path.at(-1)!;
  const { asking, choices, part } = kindOf(schema, whole);
  const required = whole.required?.includes(name) ?? false;
  const row = part ? Object.entries(part.properties ?? {}).map(([inner, one]) => question([inner], one, part, "")) : [];
  return { name, path, asking, schema, choices, group, required, row };
}

function kindOf(schema: Schema, whole: Schema): { asking: Asking; choices: string[]; part?: Schema } {
  const one = schema.anyOf?.find((part) => part.type !== "null") ?? schema;
  if (schema.ui?.proof) return { asking: "proof", choices: [] };
  if (one.enum) return { asking: "choice", choices: one.enum };
  if (one.const) return { asking: "choice", choices: [one.const] };
  if (one.type === "array") {
    if (one.items?.enum) return { asking: "many", choices: one.items.enum };
    const part = whole.$defs?.[one.items?.$ref?.split("/").at(-1) ?? ""];
    return part ? { asking: "people", choices: [], part } : { asking: "text", choices: [] };
  }
  if (one.type === "boolean") return { asking: "yes_no", choices: [] };
  if (one.type === "number" || one.type === "integer") return { asking: "number", choices: [] };
  return { asking: one.format === "date" ? "date" : "text", choices: [] };
}

/** The questions under their headings; what few doors need is folded away. */
export function groupsOf(questions: Question[]): Group[] {
  const names = [...OPEN.map((name) => [name, false] as const), ...FOLDED.map((name) => [name, true] as const)];
  const others = new Set(questions.map((one) => one.group).filter((name) => !OPEN.includes(name) && !FOLDED.includes(name)));
  return [...names, ...[...others].map((name) => [name, false] as const)]
    .map(([name, folded]) => ({ name, folded, questions: questions.filter((one) => one.group === name) }))
    .filter((group) => group.questions.length > 0);
}

export function valueAt(answers: Answers, path: string[]): unknown {
  return path.reduce<unknown>((at, name) => (at as Answers | undefined)?.[name], answers);
}

export function withValue(answers: Answers, path: string[], value: unknown): Answers {
  const [name, ...rest] = path as [string, ...string[]];
  const inner = rest.length ? withValue((answers[name] as Answers | undefined) ?? {}, rest, value) : value;
  return { ...answers, [name]: inner };
}

/** What stands in the form before anybody has answered: the model's own defaults of choices and yes-or-no. */
export function startOf(questions: Question[]): Answers {
  return questions
    .filter((one) => one.schema.default != null && (one.asking === "choice" || one.asking === "yes_no"))
    .reduce<Answers>((answers, one) => withValue(answers, one.path, one.schema.default), {});
}

/** What the list itself leaves in doubt about a question: nobody answers that without having looked. */
export function inDoubt(one: Question, task: Task): boolean {
  const doubt = one.schema.ui?.doubt;
  return doubt === "document" ? !task.document : doubt === "address" && (task.flagged || !task.address);
}

/** The usual outcome by one tap: yes to whatever is usually yes and not in doubt. Each stays an answer of its own. */
export function usual(questions: Question[], answers: Answers, task: Task): Answers {
  return questions
    .filter((one) => one.schema.ui?.usual && !inDoubt(one, task))
    .reduce((all, one) => withValue(all, one.path, true), answers);
}

export function hasUsual(questions: Question[]): boolean {
  return questions.some((one) => one.schema.ui?.usual);
}

/** Whether a question is asked as things stand: some only where something is not in order, or was done. */
export function shown(one: Question, questions: Question[], answers: Answers): boolean {
  const { when_no: no, when_yes: yes, needed_if: others } = one.schema.ui ?? {};
  if (others && one.asking === "proof") return Object.entries(others).some(([name, value]) => answers[name] === value);
  if (no) return questions.some((other) => other.group === no && other.asking === "yes_no" && valueAt(answers, other.path) === false);
  return !yes || valueAt(answers, [yes]) === true;
}

/** The answers as they are sent: without what is empty or not asked. */
export function given(questions: Question[], answers: Answers): Answers {
  let found: Answers = {};
  for (const one of questions) {
    let value = valueAt(answers, one.path);
    if (one.asking === "people") value = (value as Answers[] | undefined)?.map((row) => given(one.row, row)).filter((row) => row["name"] || row["document"] || row["phone"]);
    if (typeof value === "string") value = value.trim();
    if (one.asking === "number" && typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) value = Number(value);
    const empty = value == null || value === "" || (Array.isArray(value) && value.length === 0);
    if (!empty && shown(one, questions, answers)) found = withValue(found, one.path, value);
  }
  return found;
}

/** What is wrong with the answers, by path; the server looks again, and knows more. */
export function wrongs(questions: Question[], answers: Answers): Map<string, Wrong> {
  const found = new Map<string, Wrong>();
  const sent = given(questions, answers);
  for (const one of questions) {
    const code = wrong(one, valueAt(sent, one.path), shown(one, questions, answers), needed(one, sent));
    if (code) found.set(one.path.join("."), code);
    if (one.asking !== "people") continue;
    for (const [number, row] of ((valueAt(sent, one.path) as Answers[] | undefined) ?? []).entries()) {
      for (const [at, inner] of wrongs(one.row, row)) found.set(`${one.path.join(".")}.${number}.${at}`, inner);
    }
  }
  return found;
}

/** Whether what was answered elsewhere asks for this one too; a "no" has to be explained, whatever its schema can say. */
function needed(one: Question, sent: Answers): boolean {
  const { when_no: no, needed_if: others } = one.schema.ui ?? {};
  if (one.asking === "proof" && !others) return true;
  return no !== undefined || (others !== undefined && Object.entries(others).some(([name, value]) => sent[name] === value));
}

function wrong(one: Question, value: unknown, asked: boolean, insist: boolean): Wrong | null {
  const limits = one.schema.anyOf?.find((part) => part.type !== "null") ?? one.schema;
  if (value === undefined) {
    if (asked && insist) return { code: one.asking === "proof" ? "proof_missing" : `${one.name}_missing`, context: {} };
    return asked && one.required ? { code: one.asking === "many" ? "too_short" : "missing", context: {} } : null;
  }
  if (one.asking === "number") {
    if (typeof value !== "number") return { code: limits.type === "integer" ? "int_parsing" : "float_parsing", context: {} };
    if (limits.minimum !== undefined && value < limits.minimum) return { code: "greater_than_equal", context: { ge: limits.minimum } };
    if (limits.maximum !== undefined && value > limits.maximum) return { code: "less_than_equal", context: { le: limits.maximum } };
  }
  if (typeof value === "string" && limits.maxLength !== undefined && value.length > limits.maxLength) return { code: "string_too_long", context: { max_length: limits.maxLength } };
  return null;
}
