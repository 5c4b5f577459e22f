// What the app says, in both languages: written into its page by the server, so that both are here without a signal.
interface Words {
  app: Record<string, string>;
  question: Record<string, string>;
  group: Record<string, string>;
  choice: Record<string, string>;
  known: Record<string, string>;
  elsewhere: Record<string, string>;
  error: Record<string, string>;
  status: Record<string, [label: string, tone: string]>;
}
type Language = "zh-hans" | "en";
interface Given {
  icons: string;
  words: Record<Language, Words>;
}

const KEY = "gangmu-language";
let given: Given | null = null;
let chosen: Language = "zh-hans";

export function startWords(): void {
  given = JSON.parse(document.querySelector("#gm-app-words")!.textContent!) as Given;
  const kept = localStorage.getItem(KEY) ?? document.cookie.match(/django_language=([\w-]+)/)?.[1];
  speak(kept === "en" ? "en" : "zh-hans");
}

export function speak(language: Language): void {
  chosen = language;
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language === "en" ? "en" : "zh-CN";
  document.title = t("My doors");
}

export function language(): Language {
  return chosen;
}

export function icons(): string {
  return given!.icons;
}

function words(): Words {
  return given!.words[chosen];
}

/** A saying of the app by its English, with what stands in its {} filled in. */
export function t(english: string, ...values: (string | number)[]): string {
  return filled(words().app[english] ?? english, values);
}

function filled(text: string, values: (string | number)[]): string {
  return values.reduce<string>((so, value) => so.replace("{}", String(value)), text);
}

/** A wording that brings both languages itself, as protocol packs do. */
export function worded([chinese, english]: [string, string]): string {
  return chosen === "en" ? english : chinese;
}

export const question = (code: string): string => words().question[code] ?? code;
export const group = (code: string): string => words().group[code] ?? "";
export const choice = (code: string): string => words().choice[code] ?? code;
export const known = (code: string): string | undefined => words().known[code];
export const elsewhere = (): Record<string, string> => words().elsewhere;
export const status = (code: string): [string, string] => words().status[code] ?? [code, "gray"];
export const isNamed = (code: string): boolean => code in words().status;

export function error(code: string, context: Record<string, unknown>): string {
  const text = words().error[code] ?? words().error["other"] ?? "";
  return text.replace(/%\((\w+)\)s/g, (_, name: string) => String(context[name] ?? ""));
}
