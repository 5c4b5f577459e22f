// What was done on this phone today, and what became of it; where a colleague was faster, both versions.
import type { Version } from "../contract.ts";
import { short } from "../moments.ts";
import { forget } from "../outbox.ts";
import { Alert, Button, Empty, Frame, Icon, Status } from "../parts.tsx";
import { change, type Line, state } from "../state.ts";
import { sync } from "../sync.ts";
import { keep } from "../vault.ts";
import { choice, error, question, t } from "../words.ts";
import { go } from "./door.tsx";
import { Places, Told, Tools } from "./frame.tsx";
import { type Draft, draftOf } from "./report.tsx";

const TONES: Record<Line["state"], string> = { waiting: "yellow", sent: "blue", accepted: "green", parked: "orange", refused: "red" };

function stateWord(line: Line): string {
  const words = { waiting: t("Waiting for a signal"), sent: t("On its way"), accepted: t("Delivered"), parked: t("Kept beside the case"), refused: t("Not taken") };
  return words[line.state];
}

function kindWord(line: Line): string {
  const words = { claim: t("Taken"), unclaim: t("Given back"), report: t("Reported"), open_return: t("Reason read"), contact: t("Called"), offer: t("Offered to other ground"), sample: t("Sample taken"), seal_tube: t("Tube sealed") };
  return words[line.kind];
}

export function Sent() {
  const order = { refused: 0, parked: 1, waiting: 2, sent: 2, accepted: 3 };
  const lines = [...state.outbox].sort((a, b) => order[a.state] - order[b.state] || (b.seq ?? 0) - (a.seq ?? 0));
  const waiting = lines.some((line) => line.state === "waiting" || line.state === "sent");
  return (
    <Frame title={t("Sent")} sub={state.list?.post ?? ""} tools={<Tools />} acts={<Places />}>
      <Told />
      {waiting && <p class="gm-wide"><Button icon="refresh" onClick={() => void sync()} disabled={state.busy}>{t("Send now")}</Button></p>}
      {lines.length === 0 && <Empty icon="send" title={t("Nothing yet")} text={t("What you report or take appears here, and what became of it.")} />}
      <ul class="gm-doors">{lines.map((line) => <Done key={line.id} line={line} />)}</ul>
    </Frame>
  );
}

function Done({ line }: { line: Line }) {
  const tone = TONES[line.state];
  const body = (line.shown?.command.body ?? {}) as { outcome?: string; answers?: Record<string, unknown> };
  return (
    <li class={`gm-door gm-${tone}`} data-state={line.state}>
      <span class="gm-door-title">{line.shown?.name || t("Door {}", line.task)}</span>
      <span class={`gm-status gm-${tone}`}>{stateWord(line)}</span>
      <span class="gm-door-sub">{kindWord(line)} {body.outcome && <Status code={body.outcome} />} · {short(line.at)}</span>
      {line.proofs > 0 && <span class="gm-door-sub"><Icon name="cloud-upload" />{t("Of its proof still here: {} parts", line.proofs)}</span>}
      {line.shown?.title && <span class="gm-door-sub gm-because">{line.shown.title}</span>}
      {line.shown?.errors?.map((one) => <span key={one.at} class="gm-door-sub gm-error">{question(one.at.split(".").filter((part) => Number.isNaN(Number(part))).at(-1) ?? one.at)}: {error(one.code, {})}</span>)}
      {line.state === "parked" && line.shown?.other && <Both mine={{ outcome: body.outcome ?? "", answers: body.answers ?? {} }} other={line.shown.other} />}
      {line.state === "refused" && <Mend line={line} />}
    </li>
  );
}

/** Both reports of one door; which of them counts is decided by the joint office. */
function Both({ mine, other }: { mine: Omit<Version, "by" | "at">; other: Version }) {
  const names = [...new Set([...Object.keys(mine.answers), ...Object.keys(other.answers)])];
  return (
    <div class="gm-both">
      <table>
        <thead><tr><td /><th scope="col">{t("Yours")}</th><th scope="col">{other.by}</th></tr></thead>
        <tbody>
          <tr><th scope="row">{t("Outcome")}</th><td><Status code={mine.outcome} /></td><td><Status code={other.outcome} /></td></tr>
          {names.map((name) => <tr key={name} class={said(mine.answers[name]) === said(other.answers[name]) ? "" : "is-other"}><th scope="row">{question(name)}</th><td>{said(mine.answers[name])}</td><td>{said(other.answers[name])}</td></tr>)}
        </tbody>
      </table>
      <Alert tone="blue">{t("Nothing is lost: the joint office has both and decides which counts.")}</Alert>
    </div>
  );
}

function said(value: unknown): string {
  if (value === true) return t("Yes");
  if (value === false) return t("No");
  if (value == null || value === "") return "–";
  if (Array.isArray(value)) return value.map(said).join("，");
  return typeof value === "object" ? Object.values(value).map(said).join(" ") : choice(String(value));
}

function Mend({ line }: { line: Line }) {
  const door = state.list?.tasks.find((task) => task.id === line.task);
  const command = line.shown?.command;
  async function again(): Promise<void> {
    const body = command!.body as { outcome: string; answers: Record<string, unknown> };
    const draft: Draft = { outcome: body.outcome, answers: { [body.outcome]: body.answers }, instead: line.id };
    await keep(draftOf(line.task), draft);
    go(`/report/${line.task}`);
  }
  async function away(): Promise<void> {
    await forget(line);
    change({ notice: t("Put away.") });
  }
  return (
    <div class="gm-card-acts">
      {line.kind === "report" && door && command?.body["outcome"] ? <Button icon="edit" main onClick={() => void again()}>{t("Put it right")}</Button> : null}
      <Button icon="x" onClick={() => void away()}>{t("Put away")}</Button>
    </div>
  );
}
