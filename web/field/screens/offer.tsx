// 协转: a door that lies on other ground is offered to whoever answers for it; kept here, and sent like everything else.
import { useEffect, useState } from "preact/hooks";
import type { Shown } from "../list.ts";
import { enqueue } from "../outbox.ts";
import { Alert, Button, Frame } from "../parts.tsx";
import { allPlaces, matching, type Place } from "../places.ts";
import { change } from "../state.ts";
import { sync } from "../sync.ts";
import { elsewhere, t } from "../words.ts";
import { go } from "./door.tsx";

export function Offer({ task }: { task: Shown }) {
  const [all, setAll] = useState<Place[] | null>(null);
  const [text, setText] = useState("");
  const [to, setTo] = useState("");
  const [why, setWhy] = useState<string[]>([]);
  const [note, setNote] = useState("");
  const [looked, setLooked] = useState(false);
  const [full, setFull] = useState(false); // the phone could not keep it
  useEffect(() => void allPlaces().then(setAll), []);
  const found = matching(all ?? [], text, task.area);
  const chosen = found.find((place) => place.code === to);
  const reason = [...why.map((code) => elsewhere()[code] ?? code), ...(note.trim() ? [note.trim()] : [])].join("；");

  async function offer(): Promise<void> {
    setLooked(true);
    if (!chosen || !reason) return scrollTo({ top: 0 });
    try {
      await enqueue("offer", task, { to: chosen.code, reason: reason.slice(0, 300) });
    } catch {
      return setFull(true);
    }
    change({ notice: t("Kept: {}. It goes up by itself.", task.name) });
    go("/");
    void sync();
  }

  return (
    <Frame back={`#/door/${task.id}`} title={t("Hand over")} sub={task.name} acts={<Button icon="arrows-exchange" main onClick={() => void offer()}>{t("Offer")}</Button>}>
      {full && <Alert tone="red">{t("The phone has no room left: this was not kept. Make room, and try again.")}</Alert>}
      {looked && !chosen && <Alert tone="red">{t("Choose the village where he is.")}</Alert>}
      {looked && !reason && <Alert tone="red">{t("Say why.")}</Alert>}
      <h2>{t("Where is he?")}</h2>
      <label class="form-label" for="place">{t("Village or community; without it, those of your town")}</label>
      <input class="form-control" id="place" type="search" autocomplete="off" maxLength={60} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      {all?.length === 0 && <Alert tone="orange">{t("The places of the city are not here yet. They come with the next signal.")}</Alert>}
      <div class="gm-choices gm-places-found" role="radiogroup" aria-label={t("Where is he?")}>
        {found.map((place) => <label key={place.code}><input class="form-check-input" type="radio" name="to" checked={place.code === to} onChange={() => setTo(place.code)} />{text.trim() ? place.label : place.name}</label>)}
      </div>
      <h2>{t("Why there?")}</h2>
      <div class="gm-choices">
        {Object.entries(elsewhere()).map(([code, label]) => <label key={code}><input class="form-check-input" type="checkbox" checked={why.includes(code)} onChange={() => setWhy(why.includes(code) ? why.filter((one) => one !== code) : [...why, code])} />{label}</label>)}
      </div>
      <label class="form-label" for="why">{t("In other words")}</label>
      <input class="form-control" id="why" autocomplete="off" maxLength={200} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
    </Frame>
  );
}
