// One question of a form, asked as its schema says.
import type { Task } from "../contract.ts";
import { type Answers, inDoubt, type Question, shown, valueAt, withValue, type Wrong } from "../form.ts";
import { Button } from "../parts.tsx";
import { choice, error, question, t, worded } from "../words.ts";
import { Proof } from "./proof.tsx";

export interface Setting {
  questions: Question[];
  answers: Answers;
  wrong: Map<string, Wrong>;
  onAnswers: (answers: Answers) => void;
  prefix?: string; // of a row of people: "co_residents.0."
  task: Task;
}

interface Props {
  one: Question;
  setting: Setting;
}

export function Asked({ one, setting }: Props) {
  if (!shown(one, setting.questions, setting.answers)) return null;
  if (one.asking === "proof") return <Proved one={one} setting={setting} />;
  if (one.asking === "people") return <People one={one} setting={setting} />;
  if (one.asking === "yes_no") return <YesNo one={one} setting={setting} />;
  if (one.asking === "choice" || one.asking === "many") return <Choice one={one} setting={setting} />;
  return <Line one={one} setting={setting} />;
}

function labelOf(one: Question): string {
  return one.schema.ui?.label ? worded(one.schema.ui.label) : question(one.name);
}

function place(one: Question, setting: Setting): string {
  return (setting.prefix ?? "") + one.path.join(".");
}

function set(one: Question, setting: Setting, value: unknown): void {
  setting.onAnswers(withValue(setting.answers, one.path, value));
}

function Fault({ one, setting }: Props) {
  const wrong = setting.wrong.get(place(one, setting));
  return wrong ? <p class="gm-error" id={`${place(one, setting)}-error`}>{error(wrong.code, wrong.context)}</p> : null;
}

function marks(one: Question, setting: Setting) {
  const at = place(one, setting);
  return setting.wrong.has(at) ? { "aria-invalid": true, "aria-describedby": `${at}-error` } : {};
}

function Proved({ one, setting }: Props) {
  const at = place(one, setting);
  return (
    <div class={`gm-q${setting.wrong.has(at) ? " is-wrong" : ""}`} role="group" aria-labelledby={`q-${at}`}>
      <span id={`q-${at}`}>{labelOf(one)}</span>
      <Proof id={`proof-${at}`} kind={one.schema.ui!.proof!} value={String(valueAt(setting.answers, one.path) ?? "")} onValue={(value) => set(one, setting, value)} />
      <Fault one={one} setting={setting} />
    </div>
  );
}

function YesNo({ one, setting }: Props) {
  const value = valueAt(setting.answers, one.path);
  const at = place(one, setting);
  const radio = (yes: boolean) => (
    <label class={yes ? "gm-yes" : "gm-no"}>
      <input class="form-check-input" type="radio" name={at} checked={value === yes} onChange={() => set(one, setting, yes)} {...marks(one, setting)} />
      {yes ? t("Yes") : t("No")}
    </label>
  );
  return (
    <div class={`gm-q gm-yesno${setting.wrong.has(at) ? " is-wrong" : ""}`} role="radiogroup" aria-labelledby={`q-${at}`}>
      <span id={`q-${at}`}>{labelOf(one)}</span>
      {value === undefined && inDoubt(one, setting.task) && <small class="gm-doubt">{one.schema.ui?.doubt === "document" ? t("The list brought no document: look, and say it yourself.") : t("The address is in doubt: look, and say it yourself.")}</small>}
      <div class="gm-choices">{radio(true)}{radio(false)}</div>
      <Fault one={one} setting={setting} />
    </div>
  );
}

function Choice({ one, setting }: Props) {
  const many = one.asking === "many";
  const value = valueAt(setting.answers, one.path);
  const chosen = many ? ((value as string[] | undefined) ?? []) : [value];
  const labels = one.schema.ui?.labels;
  const toggle = (code: string) => set(one, setting, many ? one.choices.filter((other) => (other === code) !== chosen.includes(other)) : code);
  return (
    <fieldset class={`gm-q${setting.wrong.has(place(one, setting)) ? " is-wrong" : ""}`}>
      <legend>{labelOf(one)}</legend>
      <div class="gm-choices">
        {one.choices.map((code) => (
          <label key={code}>
            <input class="form-check-input" type={many ? "checkbox" : "radio"} name={place(one, setting)} checked={chosen.includes(code)} onChange={() => toggle(code)} />
            {labels?.[code] ? worded(labels[code]) : choice(code)}
          </label>
        ))}
      </div>
      <Fault one={one} setting={setting} />
    </fieldset>
  );
}

function Line({ one, setting }: Props) {
  const at = place(one, setting);
  const value = String(valueAt(setting.answers, one.path) ?? "");
  const phrases = (one.schema.ui?.phrases ?? []).map(worded);
  const told = {
    id: `q-${at}`, class: "form-control", value, autocomplete: "off", ...marks(one, setting),
    onInput: (event: { currentTarget: HTMLInputElement }) => set(one, setting, event.currentTarget.value),
  }; // prettier-ignore
  return (
    <div class={`gm-q${setting.wrong.has(at) ? " is-wrong" : ""}`}>
      <label class="form-label" for={`q-${at}`}>{labelOf(one)}</label>
      {phrases.length > 0 && <div class="gm-card-acts gm-phrases">{phrases.map((phrase) => <button key={phrase} type="button" class="btn" onClick={() => set(one, setting, phrase)}>{phrase}</button>)}</div>}
      {one.asking === "date" ? <input type="date" {...told} /> : <input type="text" inputMode={one.asking === "number" ? "decimal" : "text"} maxLength={one.schema.maxLength ?? 200} {...told} />}
      <Fault one={one} setting={setting} />
    </div>
  );
}

function People({ one, setting }: Props) {
  const rows = (valueAt(setting.answers, one.path) as Answers[] | undefined) ?? [];
  const changed = (next: Answers[]) => set(one, setting, next);
  return (
    <div class="gm-q">
      {rows.map((row, number) => {
        const inner: Setting = {
          questions: one.row, answers: row, wrong: setting.wrong, task: setting.task, prefix: `${one.path.join(".")}.${number}.`,
          onAnswers: (next) => changed(rows.map((other, at) => (at === number ? next : other))),
        }; // prettier-ignore
        return (
          <fieldset class="gm-person" key={number}>
            <legend class="visually-hidden">{t("Person {}", number + 1)}</legend>
            {one.row.map((part) => <Asked key={part.name} one={part} setting={inner} />)}
            <Button icon="x" onClick={() => changed(rows.filter((_, at) => at !== number))}>{t("Take out")}</Button>
          </fieldset>
        );
      })}
      {rows.length < (one.schema.maxItems ?? 30) && <div class="gm-wide"><Button icon="user-plus" onClick={() => changed([...rows, {}])}>{t("Add a person")}</Button></div>}
    </div>
  );
}
