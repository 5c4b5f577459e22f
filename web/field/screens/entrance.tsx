// Before the list: signing in, choosing a PIN, unlocking.
import { useState } from "preact/hooks";
import { Alert, Frame, Icon } from "../parts.tsx";
import { change, state } from "../state.ts";
import { leave, showKept, sync, waitingList } from "../sync.ts";
import { begin, DIGITS, guessable, keep, TRIES, unlock } from "../vault.ts";
import { t } from "../words.ts";
import { Told } from "./frame.tsx";

const SIGN_IN = "/account/login/?next=/app/";

export function SignedOut({ unsent }: { unsent: number }) {
  return (
    <Frame title={t("My doors")} sub="">
      <Told />
      {unsent > 0 && <Alert tone="yellow">{t("Not sent yet: {}. They are sealed; only the server can read them. They go up when whoever wrote them signs in here.", unsent)}</Alert>}
      <p>{t("Nothing personal is on this phone.")}</p>
      <a class="btn btn-primary gm-wide" href={SIGN_IN}><Icon name="login-2" />{t("Sign in")}</a>
    </Frame>
  );
}

export function NoDoors() {
  return (
    <Frame title={t("My doors")} sub="">
      <Alert tone="orange">{t("Your post has no doors. Change the post at the desk, or ask your joint office.")}</Alert>
      <a class="btn gm-wide" href="/"><Icon name="layout-dashboard" />{t("Desk pages")}</a>
    </Frame>
  );
}

/** A field that takes the PIN when its last digit is there. */
function Pin({ label, busy, onPin }: { label: string; busy: boolean; onPin: (pin: string) => void }) {
  const [pin, setPin] = useState("");
  function typed(text: string): void {
    const digits = text.replace(/\D/g, "").slice(0, DIGITS);
    setPin(digits.length === DIGITS ? "" : digits);
    if (digits.length === DIGITS) onPin(digits);
  }
  return (
    <>
      <label class="form-label" for="pin">{label}</label>
      <input class="form-control gm-pin" id="pin" type="password" inputMode="numeric" autocomplete="off" maxLength={DIGITS} disabled={busy} value={pin} autofocus onInput={(event) => typed(event.currentTarget.value)} />
    </>
  );
}

export function NewPin() {
  const [first, setFirst] = useState("");
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  async function chosen(pin: string): Promise<void> {
    setFault("");
    if (!first) return guessable(pin) ? setFault(t("Too easy to guess. Choose another.")) : setFirst(pin);
    if (pin !== first) {
      setFirst("");
      return setFault(t("These were not the same. Begin anew."));
    }
    setBusy(true);
    const list = waitingList()!;
    await begin(pin, list);
    void navigator.storage?.persist?.();
    await keep("list", { list, mark: "" });
    await showKept();
    void sync();
  }
  return (
    <Frame title={t("A PIN for this phone")} sub="">
      <p>{t("It seals what you carry with you. It is kept nowhere: after {} wrong ones, at the end of the shift and when you sign out everything personal here is ended.", TRIES)}</p>
      {fault && <Alert tone="red">{fault}</Alert>}
      <Pin key={first} label={first ? t("Once more") : t("Six digits")} busy={busy} onPin={(pin) => void chosen(pin)} />
    </Frame>
  );
}

export function Locked() {
  const [busy, setBusy] = useState(false);
  async function tried(pin: string): Promise<void> {
    setBusy(true);
    const said = await unlock(pin);
    setBusy(false);
    if (said === "ended") return leave();
    if (said === "wrong") return;
    await showKept();
    void sync();
  }
  return (
    <Frame title={t("My doors")} sub={t("Locked")}>
      <Told />
      {state.wrong > 0 && <Alert tone="red">{t("Wrong PIN. Left: {}", TRIES - state.wrong)}</Alert>}
      <Pin key={state.wrong} label={t("PIN")} busy={busy} onPin={(pin) => void tried(pin)} />
      <p class="gm-more"><button type="button" class="btn" onClick={() => { change({ notice: "" }); void leave(); }}><Icon name="logout" />{t("Somebody else: sign out")}</button></p>
    </Frame>
  );
}
