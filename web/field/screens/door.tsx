// One door: what is known before anybody knocks.
import { useState } from "preact/hooks";
import type { List } from "../contract.ts";
import type { Shown } from "../list.ts";
import { wayTo } from "../map.ts";
import { commandOf, enqueue } from "../outbox.ts";
import { Alert, Button, Deadline, Frame, Icon, Kind, LastContact, Status } from "../parts.tsx";
import { straight } from "../server.ts";
import { change } from "../state.ts";
import { sync } from "../sync.ts";
import { known, t, worded } from "../words.ts";
import { Told } from "./frame.tsx";

const APPLE = /iPhone|iPad|Macintosh/.test(navigator.userAgent); // they know no geo: links

export function go(where: string): void {
  location.hash = where;
}

/** Does something to a door on this phone; it goes up by itself. */
export async function act(kind: "claim" | "unclaim" | "open_return", task: Shown): Promise<void> {
  try {
    await enqueue(kind, task);
    void sync();
  } catch {
    change({ notice: t("The phone has no room left: this was not kept. Make room, and try again.") });
  }
}

export function Door({ task, list }: { task: Shown; list: List }) {
  const unread = task.status === "returned" && !task.return_opened;
  const may = (what: string) => list.may.includes(what);
  const acts = !task.unsent && may("report") && !unread && (
    <>
      {task.status === "open" && <Button icon="hand-grab" onClick={() => void act("claim", task)}>{t("Take this door")}</Button>}
      <Button icon="clipboard-check" main onClick={() => go(`/report/${task.id}`)}>{t("Report this door")}</Button>
    </>
  );
  return (
    <Frame back="#/" title={task.name} sub={task.place} acts={acts}>
      <ZoneOver task={task} list={list} />
      <Told />
      <p class="gm-line"><Status code={task.status} /><Kind code={task.kind} /><Deadline at={task.due_at} /></p>
      {task.unsent && <Alert tone="yellow">{t("Your report of this door is kept here and goes up by itself.")}</Alert>}
      {task.returned_because && (
        <section class="gm-reason gm-red">
          <h2>{t("Returned because")}</h2><p>{task.returned_because}</p>
          {unread && <Button icon="eye-check" main onClick={() => void act("open_return", task)}>{t("I have read it")}</Button>}
        </section>
      )}
      <p class="gm-address"><Icon name="map-pin" /><span>{task.address || t("No address")}</span></p>
      {task.address && <p class="gm-wide"><a class="btn" href={wayTo(task, APPLE)}><Icon name="route" />{t("Show me the way")}</a>{!task.at && <small class="gm-help">{t("No position is known: your map looks for the address as it is written.")}</small>}</p>}
      {task.category_name[0] && (
        <div class="gm-call">
          <p><Icon name="phone" /><LastContact task={task} /></p>
          {task.phone ? may("contact") && <Call task={task} /> : <p>{t("The list brought no phone.")}</p>}
        </div>
      )}
      <section class="card"><div class="card-body"><Facts task={task} /></div></section>
      {!task.unsent && task.status !== "offered" && (
        <div class="gm-more">
          {task.mine && task.status === "claimed" && <Button icon="arrow-back-up" onClick={() => void act("unclaim", task)}>{t("Give back")}</Button>}
          {may("offer") && <a class="btn" href={`#/offer/${task.id}`}><Icon name="arrows-exchange" />{t("Hand over")}</a>}
        </div>
      )}
    </Frame>
  );
}

/** The zone over this door: what holds here, whom to call. */
function ZoneOver({ task, list }: { task: Shown; list: List }) {
  const zone = task.zone ? list.zones?.find((one) => one.number === task.zone) : undefined;
  if (!zone) return null;
  return (
    <section class="gm-zone gm-red">
      <p class="gm-zone-head"><Icon name="alert-triangle" /><strong>{worded(zone.level)}</strong> {zone.name}</p>
      <ul>{zone.rules.map((rule) => <li>{worded(rule)}</li>)}</ul>
      <p><Icon name="phone" /><a href={`tel:${zone.hotline}`}>{zone.hotline}</a></p>
    </section>
  );
}

/** A moment of a list as people write it; any other text as it is. */
function readable(text: string): string {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) ? `${text.slice(0, 10)} ${text.slice(11, 16)}` : text;
}

function Facts({ task }: { task: Shown }) {
  const facts = Object.entries(task.known).flatMap(([code, value]) => (known(code) && value ? [[known(code)!, readable(String(value))]] : []));
  const sources = task.sources > 1 ? ` · ${t("named by {} lists", task.sources)}` : "";
  return (
    <dl class="gm-facts">
      {task.category_name[0] && <><dt>{t("Pushed as")}</dt><dd>{worded(task.category_name)}{sources}</dd></>}
      {task.document && <><dt>{t("Document")}</dt><dd>{task.document}</dd></>}
      {facts.map(([name, value]) => <><dt>{name}</dt><dd>{value}</dd></>)}
      {task.claimed_by && <><dt>{t("Taken by")}</dt><dd>{task.claimed_by}</dd></>}
    </dl>
  );
}

/** The number comes from the server, where the look is noted, and stays on the screen only. */
function Call({ task }: { task: Shown }) {
  const [said, setSaid] = useState({ number: "", text: "" });
  async function call(): Promise<void> {
    const result = await straight(commandOf("contact", task, {}));
    if ("kind" in result) return setSaid({ number: "", text: result.kind === "offline" ? t("The number is shown only with a signal.") : t("Not now. Try again in a moment.") });
    const number = result.data.phone ?? "";
    setSaid({ number, text: number ? "" : result.title || t("The list brought no phone.") });
    if (number) location.href = `tel:${number}`;
  }
  if (said.number) return <a class="btn btn-primary gm-dial" href={`tel:${said.number}`}><Icon name="phone-call" />{said.number}</a>;
  return <>{said.text && <Alert tone="orange">{said.text}</Alert>}<Button icon="phone-call" onClick={() => void call()}>{t("Call")} {task.phone}</Button></>;
}
