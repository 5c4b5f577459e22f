// Moments as people in Huizhou read them: Shanghai civil time, and how far away by the server's clock.
import { now } from "./server.ts";
import { t } from "./words.ts";

const SOON = 3_600_000;

function parts(moment: number): Record<string, string> {
  const shown = new Intl.DateTimeFormat("en-CA", {
    timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }); // prettier-ignore
  return Object.fromEntries(shown.formatToParts(moment).map(({ type, value }) => [type, value]));
}

/** 18:00 today, 11-24 18:00 on another day. */
export function short(moment: number): string {
  const { year, month, day, hour, minute } = parts(moment);
  const today = parts(now());
  const same = year === today["year"] && month === today["month"] && day === today["day"];
  return same ? `${hour}:${minute}` : `${month}-${day} ${hour}:${minute}`;
}

function span(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes >= 1440) return t("{} d", Math.floor(minutes / 1440));
  return minutes >= 60 ? t("{} h", Math.floor(minutes / 60)) : t("{} min", Math.max(minutes, 1));
}

/** "in 20 min", "3 h late". */
export function relative(moment: number): string {
  const left = moment - now();
  return left < 0 ? t("{} late", span(-left)) : t("in {}", span(left));
}

export function urgency(moment: number): string {
  const left = moment - now();
  return left < 0 ? "gm-red" : left < SOON ? "gm-orange" : "";
}
