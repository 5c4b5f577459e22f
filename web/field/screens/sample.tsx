// At a sampling site: a tube, then person after person, each kept here at once; the tube shut when it is full.
import { useEffect, useRef, useState } from "preact/hooks";
import type { About, Round } from "../contract.ts";
import { enqueue } from "../outbox.ts";
import { Alert, Button, Empty, Frame, Icon } from "../parts.tsx";
import { canScan, type Chosen, likely, plain, scanned, shortened, showRounds, SIZES } from "../sampling.ts";
import { change, state } from "../state.ts";
import { sync } from "../sync.ts";
import { keep, kept } from "../vault.ts";
import { t } from "../words.ts";
import { Places, Told, Tools } from "./frame.tsx";

interface Tube {
  code: string;
  people: string[];
}

export function Sample() {
  const { rounds } = state;
  const [chosen, setChosen] = useState<Chosen | null>(null);
  useEffect(() => {
    void showRounds();
    void kept<Chosen>("site").then(setChosen);
  }, []);
  const round = rounds?.find((one) => one.id === chosen?.round);
  const choose = (wanted: Chosen | null) => {
    setChosen(wanted);
    void keep("site", wanted);
  };
  return (
    <Frame title={t("Sampling")} sub={round ? round.name : ""} tools={<Tools />} acts={<Places />}>
      <Told />
      {rounds?.length === 0 && <Empty icon="test-pipe" title={t("No round runs on your ground")} text={t("Rounds come with the next signal after they are opened.")} />}
      {rounds && rounds.length > 0 && (round && chosen ? <Site round={round} chosen={chosen} leave={() => choose(null)} /> : <Choose rounds={rounds} onChosen={choose} />)}
    </Frame>
  );
}

function Choose({ rounds, onChosen }: { rounds: Round[]; onChosen: (chosen: Chosen) => void }) {
  return (
    <>
      <h2>{t("Where do you stand?")}</h2>
      {rounds.map((round) => (
        <section key={round.id}>
          <h2>{round.name}</h2>
          {round.sites.length === 0 && <p>{t("No site is open in this round.")}</p>}
          <div class="gm-map-list">
            {round.sites.map((site) => <button key={site.id} type="button" onClick={() => onChosen({ round: round.id, site: site.id, size: round.pool })}>{site.name}</button>)}
          </div>
        </section>
      ))}
    </>
  );
}

function Site({ round, chosen, leave }: { round: Round; chosen: Chosen; leave: () => void }) {
  const [tube, setTube] = useState<Tube | null>(null);
  const [size, setSize] = useState(chosen.size);
  const [fault, setFault] = useState("");
  const inside = useRef<string[]>([]); // who is in the tube, before the screen is drawn again: a scanner is faster than a phone
  const site = round.sites.find((one) => one.id === chosen.site);

  async function put(kind: "sample" | "seal_tube", about: About, body: Record<string, unknown>): Promise<boolean> {
    try {
      await enqueue(kind, about, body);
      void sync();
      return true;
    } catch {
      setFault(t("The phone has no room left: this was not kept. Make room, and try again."));
      return false;
    }
  }

  async function person(text: string): Promise<void> {
    const who = plain(text);
    if (!likely(who)) return setFault(t("This is no document number and no personal code. Scan it again."));
    if (inside.current.includes(who)) return setFault(t("He is in this tube already."));
    if (inside.current.length >= size) return setFault(t("This tube is full. Seal it, and take the next one."));
    setFault("");
    inside.current = [...inside.current, who];
    const body = { round: round.id, site: chosen.site, tube: tube!.code, capacity: size, who };
    const kept = await put("sample", { id: 0, version: 0, name: tube!.code, address: shortened(who) }, body);
    if (!kept) inside.current = inside.current.filter((one) => one !== who);
    setTube((now) => now && { ...now, people: inside.current });
  }

  async function seal(): Promise<void> {
    if (await put("seal_tube", { id: 0, version: 0, name: tube!.code, address: "" }, { round: round.id, tube: tube!.code })) {
      change({ notice: t("Sealed: {}, {} in it.", tube!.code, tube!.people.length) });
      setTube(null);
    }
  }

  function begin(text: string): void {
    const code = plain(text);
    if (!/^[0-9A-Z][0-9A-Z-]{3,39}$/.test(code)) return setFault(t("This is no code of a tube. Scan it again."));
    setFault("");
    inside.current = [];
    setTube({ code, people: [] });
  }

  return (
    <>
      <p class="gm-line"><Icon name="map-pin" />{site?.name} <button type="button" class="btn" onClick={leave}>{t("Elsewhere")}</button></p>
      {fault && <Alert tone="red">{fault}</Alert>}
      {!tube && (
        <>
          <div class="gm-tabs" role="group" aria-label={t("How many in a tube")}>
            {SIZES.filter((one) => one <= round.pool).map((one) => <button key={one} type="button" aria-pressed={size === one} onClick={() => setSize(one)}>{one === 1 ? t("Single") : t("{} in a tube", one)}</button>)}
          </div>
          <Scanner key="tube" label={t("Code of the tube")} onCode={begin} />
        </>
      )}
      {tube && (
        <>
          <h2>{tube.code} <small>{t("{} of {}", tube.people.length, size)}</small></h2>
          {tube.people.length < size && <Scanner key={tube.code} label={t("Person: his code or document number")} onCode={(text) => void person(text)} />}
          <p class="gm-wide"><Button icon="lock" main={tube.people.length >= size} disabled={tube.people.length === 0} onClick={() => void seal()}>{t("Seal this tube")}</Button></p>
          <ul class="gm-doors">{[...tube.people].reverse().map((who) => <li key={who} class="gm-door"><span class="gm-door-title">{shortened(who)}</span></li>)}</ul>
          {tube.people.length === 0 && <p class="gm-wide"><Button icon="x" onClick={() => setTube(null)}>{t("Another tube")}</Button></p>}
        </>
      )}
    </>
  );
}

/** A field that takes what a scanner or a hand gives, and the camera where the phone reads codes with it. */
function Scanner({ label, onCode }: { label: string; onCode: (code: string) => void }) {
  const [text, setText] = useState("");
  const [looking, setLooking] = useState(false);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!looking) return;
    const stop = new AbortController();
    scanned(video.current!, stop.signal).then((code) => code && onCode(code), () => undefined).finally(() => setLooking(false));
    return () => stop.abort();
  }, [looking]);
  function given(event: Event): void {
    event.preventDefault();
    if (text.trim()) onCode(text);
    setText("");
  }
  return (
    <form onSubmit={given}>
      <label class="form-label" for="scan">{label}</label>
      <input class="form-control" id="scan" autocomplete="off" autocapitalize="characters" spellcheck={false} maxLength={60} value={text} autofocus onInput={(event) => setText(event.currentTarget.value)} />
      {looking && <video class="gm-map" ref={video} muted playsInline />}
      <div class="gm-card-acts">
        {canScan() && <Button icon="scan" onClick={() => setLooking(!looking)}>{looking ? t("Stop") : t("Camera")}</Button>}
        <button type="submit" class="btn btn-primary"><Icon name="check" />{t("Next")}</button>
      </div>
    </form>
  );
}
