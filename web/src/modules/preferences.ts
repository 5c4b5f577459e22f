// What a person chose for his own screen; kept on the device only.
export type Theme = "light" | "dark" | "auto";

const THEME = "gangmu-theme";
const LARGE = "gangmu-large";
const CONTRAST = "gangmu-contrast";

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that stores nothing still shows the choice until the page is left.
  }
}

export function theme(): Theme {
  const stored = read(THEME);
  return stored === "light" || stored === "dark" ? stored : "auto";
}

export function applyPreferences(): void {
  const root = document.documentElement;
  const chosen = theme();
  const dark = chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset["bsTheme"] = dark ? "dark" : "light";
  root.dataset["themeChoice"] = chosen;
  root.classList.toggle("gm-large", read(LARGE) === "1");
  root.classList.toggle("gm-contrast", read(CONTRAST) === "1");
}

export function showChoices(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-set]")) {
    button.setAttribute("aria-pressed", String(button.dataset["themeSet"] === theme()));
  }
  for (const button of document.querySelectorAll<HTMLElement>("[data-toggle-large]")) {
    button.setAttribute("aria-pressed", String(read(LARGE) === "1"));
  }
  for (const button of document.querySelectorAll<HTMLElement>("[data-toggle-contrast]")) {
    button.setAttribute("aria-pressed", String(read(CONTRAST) === "1"));
  }
}

export function startPreferences(): void {
  document.addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    const set = at?.closest<HTMLElement>("[data-theme-set]");
    if (set) write(THEME, set.dataset["themeSet"] ?? "auto");
    else if (at?.closest("[data-toggle-large]")) write(LARGE, read(LARGE) === "1" ? "0" : "1");
    else if (at?.closest("[data-toggle-contrast]")) write(CONTRAST, read(CONTRAST) === "1" ? "0" : "1");
    else return;
    applyPreferences();
    showChoices();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyPreferences);
  showChoices();
}
