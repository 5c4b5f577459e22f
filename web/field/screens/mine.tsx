// The list of my trio: what came back on top, then by deadline or door by door.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { List } from "../contract.ts";
import { byBuilding, byDue, returned, type Shown, toDo } from "../list.ts";
import { Deadline, Empty, Frame, Icon, Kind, LastContact, Status } from "../parts.tsx";
import { change, state } from "../state.ts";
import { t } from "../words.ts";
import { act } from "./door.tsx";
import { Places, Tools, Told } from "./frame.tsx";
import { Ground } from "./map.tsx";

type Order = "due" | "building" | "map";
let lastOrder: Order = "due";

export function Mine({ tasks, list }: { tasks: Shown[]; list: List }) {
  const [order, setOrder] = useState(lastOrder);
  const choose = (wanted: Order) => setOrder((lastOrder = wanted));
  const back = returned(tasks);
  const doors = toDo(tasks).filter((task) => task.status !== "returned");
  return (
    <Frame title={list.post} sub={list.name} tools={<Tools />} acts={<Places />}>
      <Told />
      {back.length > 0 && <><h2>{t("Returned to us")}</h2><Doors tasks={back} list={list} /></>}
      <div class="gm-tabs" role="group" aria-label={t("Order")}>
        <button type="button" aria-pressed={order === "due"} onClick={() => choose("due")}><Icon name="clock" />{t("By deadline")}</button>
        <button type="button" aria-pressed={order === "building"} onClick={() => choose("building")}><Icon name="building" />{t("By building")}</button>
        <button type="button" aria-pressed={order === "map"} onClick={() => choose("map")}><Icon name="map-2" />{t("On the map")}</button>
      </div>
      {order === "map" && doors.length > 0 && <Ground list={list} tasks={doors} doors={(of) => <Doors tasks={of} list={list} />} />}
      {order === "due" && <Doors tasks={byDue(doors)} list={list} />}
      {order === "building" && byBuilding(doors).map((one) => (
        <section key={one.name}><h2><Icon name="building" />{one.name || t("Without a building")} <small>{one.tasks.length}</small></h2><Doors tasks={one.tasks} list={list} /></section>
      ))}
      {doors.length + back.length === 0 && <Empty icon="mood-smile" title={t("Nothing to do")} text={t("New doors appear here by themselves after each push.")} />}
      <Elsewhere />
    </Frame>
  );
}

/** What the app does not do, and where it is done. */
function Elsewhere() {
  return (
    <>
      <h2>{t("Only with a signal")}</h2>
      <nav class="gm-settings" aria-label={t("Only with a signal")}>
        <Away to="/field/orders/" icon="home-heart">{t("People at home")}</Away>
        <Away to="/field/seals/" icon="door">{t("Door alarms")}</Away>
        <Away to="/field/" icon="arrows-exchange">{t("Offered to us")}</Away>
      </nav>
    </>
  );
}

function Away({ to, icon, children }: { to: string; icon: string; children: ComponentChildren }) {
  const stay = (event: Event) => {
    if (state.online) return;
    event.preventDefault();
    change({ notice: t("For that a signal is needed. Try again on the street.") });
    scrollTo({ top: 0 });
  };
  return <a href={to} onClick={stay}><Icon name={icon} />{children}</a>;
}

function Doors({ tasks, list }: { tasks: Shown[]; list: List }) {
  return <ul class="gm-doors">{tasks.map((task) => <Card key={task.id} task={task} list={list} />)}</ul>;
}

function Card({ task, list }: { task: Shown; list: List }) {
  const tone = task.status === "returned" ? " gm-red" : task.urgent ? " gm-orange" : "";
  const report = list.may.includes("report") && (task.status !== "returned" || task.return_opened);
  return (
    <li class="gm-card">
      <a class={`gm-door${tone}`} href={`#/door/${task.id}`}>
        <span class="gm-door-title">{task.name}</span><Status code={task.status} /><Kind code={task.kind} />
        {task.status === "returned" && <span class="gm-door-sub gm-because"><Icon name="arrow-back-up" />{task.returned_because}</span>}
        <span class="gm-door-sub">{task.address || t("No address")}</span>
        <span class="gm-door-sub gm-line"><Deadline at={task.due_at} />{task.claimed_by && <span><Icon name="user" />{task.claimed_by}</span>}</span>
        {task.last_contact_at && <span class="gm-door-sub"><Icon name="phone" /><LastContact task={task} /></span>}
      </a>
      {report && (
        <div class="gm-card-acts">
          {task.status === "open" && <button type="button" class="btn" aria-label={`${t("Take this door")}: ${task.name}`} onClick={() => void act("claim", task)}><Icon name="hand-grab" />{t("Take")}</button>}
          <a class="btn" href={`#/report/${task.id}`} aria-label={`${t("Report it")}: ${task.name}`}><Icon name="clipboard-check" />{t("Report it")}</a>
        </div>
      )}
    </li>
  );
}
