// What every main screen has: the two places, the settings, what is to be told.
import { Alert, Icon } from "../parts.tsx";
import { change, state } from "../state.ts";
import { sync } from "../sync.ts";
import { t } from "../words.ts";

export function Tools() {
  return (
    <>
      <button type="button" aria-label={t("Look again")} onClick={() => void sync()}>{state.online ? <Icon name="refresh" /> : <Icon name="cloud-off" />}</button>
      <a href="#/settings" aria-label={t("Settings")}><Icon name="settings" /></a>
    </>
  );
}

export function Places() {
  const at = location.hash;
  const left = state.outbox.filter((line) => line.state !== "accepted").length;
  return (
    <nav class="gm-places" aria-label={t("Main")}>
      <a href="#/" aria-current={at === "#/" || at === "" ? "page" : undefined}><Icon name="list-check" />{t("My doors")}</a>
      {state.list?.may.includes("sample") && <a href="#/sample" aria-current={at === "#/sample" ? "page" : undefined}><Icon name="test-pipe" />{t("Sampling")}</a>}
      <a href="#/sent" aria-current={at === "#/sent" ? "page" : undefined}><Icon name="send" />{t("Sent")}{left > 0 && <span class="gm-count">{left}</span>}</a>
    </nav>
  );
}

/** The one line of news, the lost signal, a newer app: said once, also to a screen reader. */
export function Told() {
  return (
    <div aria-live="polite">
      {state.notice && <div class="gm-alert gm-blue"><div>{state.notice}</div><button type="button" class="gm-tool" aria-label={t("Close")} onClick={() => change({ notice: "" })}><Icon name="x" /></button></div>}
      {!state.online && <Alert tone="yellow">{t("No signal. Go on working: everything is kept and goes up by itself.")}</Alert>}
      {(state.fresh || state.outdated) && <Alert tone="blue">{t("A newer app is here.")} <button type="button" class="btn" onClick={() => location.reload()}>{t("Change over")}</button></Alert>}
    </div>
  );
}
