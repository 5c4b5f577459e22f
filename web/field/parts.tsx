// The parts that screens are made of; they look as the server's own phone pages do.
import type { ComponentChildren } from "preact";
import { relative, short, urgency } from "./moments.ts";
import type { Shown } from "./list.ts";
import { icons, isNamed, status, t } from "./words.ts";

export function Icon({ name }: { name: string }) {
  return <svg class="icon" aria-hidden="true"><use href={`${icons()}#${name}`} /></svg>;
}

export function Status({ code }: { code: string }) {
  const [label, tone] = status(code);
  return <span class={`gm-status gm-${tone}`}>{label}</span>;
}

/** What kind of work it is, where it is another than the usual verification. */
export function Kind({ code }: { code: string }) {
  return isNamed(code) ? <Status code={code} /> : null;
}

export function Deadline({ at }: { at: string }) {
  const moment = Date.parse(at);
  return (
    <span class={`gm-deadline ${urgency(moment)}`}>
      <time dateTime={at}>{short(moment)}</time> <small>{relative(moment)}</small>
    </span>
  );
}

export function LastContact({ task }: { task: Shown }) {
  if (!task.last_contact_at) return <span>{t("Nobody has called yet")}</span>;
  return <span>{t("Last called by {}", task.last_contact_by)} · {short(Date.parse(task.last_contact_at))}</span>;
}

export function Alert({ tone, children }: { tone: string; children: ComponentChildren }) {
  return <div class={`gm-alert gm-${tone}`} role="status"><div>{children}</div></div>;
}

export function Empty({ icon, title, text }: { icon: string; title: string; text: string }) {
  return <div class="gm-empty"><Icon name={icon} /><strong>{title}</strong>{text}</div>;
}

interface ButtonProps {
  icon: string;
  onClick: () => void;
  children: ComponentChildren;
  main?: boolean;
  disabled?: boolean;
}

export function Button({ icon, onClick, children, main, disabled }: ButtonProps) {
  return (
    <button type="button" class={`btn${main ? " btn-primary" : ""}`} onClick={onClick} disabled={disabled ?? false}>
      <Icon name={icon} />{children}
    </button>
  );
}

interface FrameProps {
  back?: string;
  title: string;
  sub: string;
  tools?: ComponentChildren;
  acts?: ComponentChildren;
  children: ComponentChildren;
}

/** A screen: the bar above, what it shows, the buttons for the thumb below. */
export function Frame({ back, title, sub, tools, acts, children }: FrameProps) {
  return (
    <>
      <header class="gm-fbar">
        {back && <a href={back} aria-label={t("Back")}><Icon name="chevron-left" /></a>}
        <div class="gm-fbar-text"><h1>{title}</h1><small>{sub}</small></div>
        {tools}
      </header>
      <main class="gm-fmain" id="main">{children}</main>
      {acts && <section class="gm-acts" aria-label={t("Actions")}>{acts}</section>}
    </>
  );
}
