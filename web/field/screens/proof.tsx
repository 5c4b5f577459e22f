// A question that is answered by a photo, a voice note or the position: or by why there is none.
import { useRef, useState } from "preact/hooks";
import type { Proving } from "../contract.ts";
import { Alert, Button, Icon } from "../parts.tsx";
import { canTake, dropProof, keepProof, NOT_POSSIBLE, photoOf, position, record, type Recording } from "../proof.ts";
import { t } from "../words.ts";

interface Props {
  id: string;
  kind: Proving;
  value: string;
  onValue: (value: string) => void;
}

const LOOKS: Record<Proving, { icon: string }> = { photo: { icon: "camera" }, voice: { icon: "microphone" }, position: { icon: "map-pin" } };

export function Proof({ id, kind, value, onValue }: Props) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const [recording, setRecording] = useState<Recording | null>(null);
  const input = useRef<HTMLInputElement>(null);

  async function taken(content: Promise<Uint8Array<ArrayBuffer>>): Promise<void> {
    setBusy(true);
    setFault("");
    try {
      const bytes = await content;
      const made = await keepProof(bytes);
      await dropProof(value);
      onValue(made);
    } catch (error) {
      const full = error instanceof DOMException && error.name === "QuotaExceededError";
      setFault(full ? t("The phone has no room left: this was not kept. Make room, and try again.") : t("That did not work. Try again, or say that it cannot be taken."));
    }
    setBusy(false);
  }

  async function voice(): Promise<void> {
    if (recording) return recording.stop();
    try {
      const begun = await record();
      setRecording(begun);
      await taken(begun.done);
    } catch {
      setFault(t("That did not work. Try again, or say that it cannot be taken."));
    }
    setRecording(null);
  }

  function take(): void {
    if (kind === "photo") input.current?.click();
    else if (kind === "voice") void voice();
    else void taken(position());
  }

  const here = value !== "" && value !== NOT_POSSIBLE;
  const words = { photo: here ? t("Take it again") : t("Take the photo"), voice: recording ? t("Stop") : here ? t("Say it again") : t("Speak"), position: here ? t("Note it again") : t("Note the position") };
  return (
    <>
      {kind === "photo" && <input ref={input} id={id} class="visually-hidden" type="file" accept="image/*" capture="environment" tabIndex={-1} aria-hidden="true" onChange={(event) => { const [file] = event.currentTarget.files ?? []; if (file) void taken(photoOf(file)); event.currentTarget.value = ""; }} />}
      {here && <p class="gm-line" role="status"><Icon name="circle-check" />{t("Taken, and sealed for the server.")}</p>}
      {value === NOT_POSSIBLE && <p class="gm-line" role="status"><Icon name="info-circle" />{t("Noted: it could not be taken.")}</p>}
      {fault && <Alert tone="orange">{fault}</Alert>}
      <div class="gm-card-acts">
        {canTake(kind) && <Button icon={LOOKS[kind].icon} disabled={busy && !recording} onClick={take}>{words[kind]}</Button>}
        {!here && value !== NOT_POSSIBLE && !recording && <Button icon="x" disabled={busy} onClick={() => onValue(NOT_POSSIBLE)}>{t("Cannot be taken")}</Button>}
      </div>
    </>
  );
}
