// Reporting a door in a few taps. What is typed is kept sealed at once, and comes back after a reload.
import { useEffect, useState } from "preact/hooks";
import type { List } from "../contract.ts";
import { type Answers, type Group, given, groupsOf, hasUsual, questionsOf, startOf, usual, wrongs } from "../form.ts";
import type { Shown } from "../list.ts";
import { enqueue, forget } from "../outbox.ts";
import { Alert, Button, Frame, Icon, Status } from "../parts.tsx";
import { change, state } from "../state.ts";
import { sync } from "../sync.ts";
import { drop, keep, kept } from "../vault.ts";
import { group, t } from "../words.ts";
import { go } from "./door.tsx";
import { Asked, type Setting } from "./question.tsx";

const ELSEWHERE = ["not_here", "moved_on"]; // outcomes after which a door may lie on other ground

export interface Draft {
  outcome: string;
  answers: Record<string, Answers>; // of each outcome that was tried
  instead: string; // the refused command that this one puts right
}

export function draftOf(task: number): string {
  return `draft:${task}`;
}

export function Report({ task, list }: { task: Shown; list: List }) {
  const [draft, setDraft] = useState<Draft | null>(null);
  useEffect(() => {
    void kept<Draft>(draftOf(task.id)).then((found) => setDraft(found ?? begun(task, Object.keys(list.forms[task.kind] ?? {})[0] ?? "")));
  }, [task.id]);
  return draft && <Form task={task} list={list} draft={draft} onDraft={setDraft} />;
}

/** A report that was returned begins with what this phone has said of the door before. */
function begun(task: Shown, first: string): Draft {
  const before = task.returned_because ? state.outbox.filter((line) => line.task === task.id && line.kind === "report" && line.shown).at(-1) : undefined;
  const body = before?.shown?.command.body as { outcome?: string; answers?: Answers } | undefined;
  return { outcome: body?.outcome ?? first, answers: body?.outcome ? { [body.outcome]: body.answers ?? {} } : {}, instead: "" };
}

interface FormProps {
  task: Shown;
  list: List;
  draft: Draft;
  onDraft: (draft: Draft) => void;
}

function Form({ task, list, draft, onDraft }: FormProps) {
  const [looked, setLooked] = useState(false); // what is wrong is said after the first attempt
  const [sending, setSending] = useState(false);
  const [full, setFull] = useState(false); // the phone could not keep it
  const forms = list.forms[task.kind] ?? {};
  const questions = questionsOf(forms[draft.outcome] ?? {}, list.questions[task.questions], list.proofs?.[task.proofs]?.[draft.outcome]);
  const answers = draft.answers[draft.outcome] ?? startOf(questions);
  const wrong = looked ? wrongs(questions, answers) : new Map();

  function changed(next: Draft): void {
    onDraft(next);
    keep(draftOf(task.id), next).catch(() => setFull(true));
  }
  const answered = (next: Answers) => changed({ ...draft, answers: { ...draft.answers, [draft.outcome]: next } });

  async function submit(): Promise<void> {
    setLooked(true);
    if (wrongs(questions, answers).size > 0) return scrollTo({ top: 0 });
    setSending(true);
    setFull(false);
    try {
      await enqueue("report", task, { outcome: draft.outcome, answers: given(questions, answers) });
    } catch {
      setSending(false);
      return setFull(true);
    }
    await drop(draftOf(task.id));
    const old = state.outbox.find((line) => line.id === draft.instead);
    if (old) await forget(old);
    change({ notice: t("Kept: {}. It goes up by itself.", task.name) });
    go("/");
    void sync();
  }

  const asked = task.known["what_for"] ?? task.known["remark"]; // what somebody needs, what a call is for
  const setting: Setting = { questions, answers, wrong, onAnswers: answered, task };
  const elsewhere = list.may.includes("offer") && ELSEWHERE.includes(draft.outcome);
  return (
    <Frame back={`#/door/${task.id}`} title={task.name} sub={task.address} acts={<Button icon="send" main disabled={sending} onClick={() => void submit()}>{t("Send the report")}</Button>}>
      {asked && <Alert tone="blue">{String(asked)}</Alert>}
      {full && <Alert tone="red">{t("The phone has no room left: this was not kept. Make room, and try again.")}</Alert>}
      {wrong.size > 0 && <Alert tone="red">{t("Answers that need you: {}", wrong.size)}</Alert>}
      <div class="gm-outcomes" role="group" aria-label={t("Outcome")}>
        {Object.keys(forms).map((code) => <button key={code} type="button" aria-pressed={code === draft.outcome} onClick={() => changed({ ...draft, outcome: code })}><Status code={code} /></button>)}
      </div>
      {elsewhere && <p class="gm-wide"><a class="btn" href={`#/offer/${task.id}`}><Icon name="arrows-exchange" />{t("He is elsewhere in the city: hand over")}</a></p>}
      {hasUsual(questions) && <div class="gm-wide"><Button icon="checks" onClick={() => answered(usual(questions, answers, task))}>{t("All in order")}</Button></div>}
      {groupsOf(questions).map((one) => <Section key={`${draft.outcome}/${one.name}`} of={one} setting={setting} />)}
    </Frame>
  );
}

function Section({ of, setting }: { of: Group; setting: Setting }) {
  const asked = of.questions.map((one) => <Asked key={one.path.join(".")} one={one} setting={setting} />);
  if (!of.folded) return <section class="gm-group">{group(of.name) && <h2>{group(of.name)}</h2>}{asked}</section>;
  const touched = Object.keys(given(of.questions, setting.answers)).length > 0;
  return <details class="gm-fold" open={touched}><summary>{group(of.name) || of.name}</summary>{asked}</details>;
}
