// What somebody chooses for his own phone, and leaving it.
import { showChoices } from "../../src/modules/preferences.ts";
import { useEffect, useState } from "preact/hooks";
import { Frame, Icon } from "../parts.tsx";
import { tellMe, type Told, toldHere } from "../notices.ts";
import { change, state } from "../state.ts";
import { leave } from "../sync.ts";
import { lock } from "../vault.ts";
import { language, speak, t } from "../words.ts";
import { go } from "./door.tsx";

/** Being told of new doors on this phone: asked for once, here. */
function Notices() {
  const [said, setSaid] = useState<Told | "asking" | "">("");
  useEffect(() => void toldHere().then((yes) => yes && setSaid("on")), []);
  const words: Record<Told, string> = {
    on: t("This phone is told of new doors."),
    off: t("This city sends no such notices, or this browser takes none."),
    forbidden: t("You have forbidden notices in the settings of this browser."),
    offline: t("For that a signal is needed. Try again on the street."),
  };
  if (said === "on") return <p class="gm-line" role="status"><Icon name="bell" />{words.on}</p>;
  return (
    <>
      <button type="button" disabled={said === "asking"} onClick={() => { setSaid("asking"); void tellMe().then(setSaid); }}><Icon name="bell" />{t("Tell me of new doors on this phone")}</button>
      {said !== "" && said !== "asking" && <p role="status">{words[said]}</p>}
    </>
  );
}

export function Settings() {
  useEffect(showChoices, []);
  const waiting = state.outbox.filter((line) => line.state === "waiting" || line.state === "sent").length;
  function speakOther(): void {
    speak(language() === "en" ? "zh-hans" : "en");
    document.cookie = `django_language=${language()};path=/;max-age=31536000;samesite=lax`;
    change({});
  }
  return (
    <Frame back="#/" title={t("Settings")} sub={state.list?.name ?? ""}>
      <div class="gm-settings">
        <Notices />
        <button type="button" data-toggle-large><Icon name="text-size" />{t("Large type")}</button>
        <button type="button" data-toggle-contrast><Icon name="contrast" />{t("Strong contrast for sunlight")}</button>
        <button type="button" data-theme-set="light"><Icon name="sun" />{t("Light")}</button>
        <button type="button" data-theme-set="dark"><Icon name="moon" />{t("Dark")}</button>
        <button type="button" data-theme-set="auto"><Icon name="device-mobile" />{t("As the device")}</button>
        <button type="button" onClick={speakOther}><Icon name="language" />{language() === "en" ? "中文" : "English"}</button>
        <a href="/field/"><Icon name="world" />{t("The pages that need a signal: done, my shifts, act as")}</a>
        <button type="button" onClick={() => { lock(); go("/"); }}><Icon name="lock" />{t("Lock")}</button>
        <button type="button" onClick={() => { go("/"); void leave(); }}><Icon name="logout" />{t("Sign out")}{waiting > 0 && <small> · {t("not sent yet: {}, they stay sealed", waiting)}</small>}</button>
      </div>
    </Frame>
  );
}
