// The field app: what a trio carries into the stairwell. Everything on its screens is on the phone, sealed.
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { startPreferences } from "../src/modules/preferences.ts";
import "../src/styles/app.css";
import { overlaid } from "./list.ts";
import { unsent } from "./outbox.ts";
import { Frame } from "./parts.tsx";
import { Door } from "./screens/door.tsx";
import { Locked, NewPin, NoDoors, SignedOut } from "./screens/entrance.tsx";
import { Mine } from "./screens/mine.tsx";
import { Offer } from "./screens/offer.tsx";
import { Report } from "./screens/report.tsx";
import { Sample } from "./screens/sample.tsx";
import { Sent } from "./screens/sent.tsx";
import { Settings } from "./screens/settings.tsx";
import { startClock } from "./server.ts";
import { change, state, watch } from "./state.ts";
import { startSync, sync } from "./sync.ts";
import { isOpen, lock, owner } from "./vault.ts";
import { startWords, t } from "./words.ts";

const AWAY = 5 * 60_000; // milliseconds out of sight after which the phone is locked

function App() {
  const [, draw] = useState({});
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const again = () => draw({});
    const minute = setInterval(again, 30_000); // deadlines move
    addEventListener("hashchange", again);
    const stop = watch(again);
    return () => {
      stop();
      clearInterval(minute);
      removeEventListener("hashchange", again);
    };
  }, []);
  useEffect(() => void unsent().then(setLeft), [state.stage]);
  useEffect(() => scrollTo({ top: 0 }), [location.hash, state.stage]);
  if (state.stage === "signed-out") return <SignedOut unsent={left} />;
  if (state.stage === "no-doors") return <NoDoors />;
  if (state.stage === "new-pin") return <NewPin />;
  if (state.stage === "locked") return <Locked />;
  return state.stage === "open" && state.list ? <Screen /> : <Frame title={t("My doors")} sub=""><p role="status">{t("One moment …")}</p></Frame>;
}

function Screen() {
  const list = state.list!;
  const tasks = overlaid(list.tasks, state.outbox);
  const [, place, id] = location.hash.slice(1).split("/");
  const task = tasks.find((one) => one.id === Number(id));
  if (place === "sent") return <Sent />;
  if (place === "settings") return <Settings />;
  if (place === "sample") return <Sample />;
  if (place === "door" && task) return <Door task={task} list={list} />;
  if (place === "offer" && task) return <Offer task={task} />;
  if (place === "report" && task) return <Report task={task} list={list} />;
  return <Mine tasks={tasks} list={list} />;
}

function lockWhenAway(): void {
  let since = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") since = Date.now();
    else if (isOpen() && since && Date.now() - since > AWAY) lock();
  });
}

async function install(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const had = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener("controllerchange", () => had && change({ fresh: true }));
  navigator.serviceWorker.addEventListener("message", () => void sync()); // told of new doors: look at once
  await navigator.serviceWorker.register("/app/worker.js", { scope: "/app/" });
}

async function start(): Promise<void> {
  startWords();
  startPreferences();
  render(<App />, document.querySelector("#app")!);
  if (await owner()) change({ stage: "locked" });
  await startClock();
  lockWhenAway();
  startSync();
  await sync();
  if (state.stage === "starting") change({ stage: "signed-out" });
  await install();
}

void start();
