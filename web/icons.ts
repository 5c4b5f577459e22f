// The icon sprite: every Tabler icon that a template or a page names, and no other.
// The build looks for `icon "name"`, `icon="name"`, `icon("name")` and `"icon": "name"` in the Python, HTML and TSX of the product
// and keeps the names in icons.txt, so that a new name there means a new build.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const NAMED = /icon(?: name)?["']?\s*(?:\(name=|: str = |[=:(])?\s*["']([a-z][a-z0-9-]*)["']/gi;
const LIST = join(import.meta.dirname, "icons.txt");
const DRAWINGS = join(import.meta.dirname, "node_modules/@tabler/icons/icons");

function drawing(name: string): string {
  const solid = name.endsWith("-filled");
  return join(DRAWINGS, solid ? "filled" : "outline", `${solid ? name.slice(0, -7) : name}.svg`);
}

export function listIcons(repository: string): void {
  const found = new Set<string>();
  const places = ["gangmu", "web/field"].map((place) => join(repository, place));
  for (const entry of places.flatMap((place) => readdirSync(place, { withFileTypes: true, recursive: true }))) {
    if (!entry.isFile() || !/\.(html|py|tsx)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    for (const [, name] of readFileSync(file, "utf8").matchAll(NAMED)) {
      if (existsSync(drawing(name!))) found.add(name!);
      else console.warn(`no Tabler icon "${name}" (named in ${file})`);
    }
  }
  const text = [...found].sort().join("\n") + "\n";
  if (!existsSync(LIST) || readFileSync(LIST, "utf8") !== text) writeFileSync(LIST, text);
}

function symbol(name: string): string {
  const body = readFileSync(drawing(name), "utf8").replace(/^[\s\S]*?<svg[\s\S]*?>|<\/svg>\s*$/g, "").replace(/\s+/g, " ").trim();
  const paint = name.endsWith("-filled")
    ? 'fill="currentColor"'
    : 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${body}</symbol>`;
}

export function iconSprite(): Plugin {
  return {
    name: "gangmu-icons",
    generateBundle() {
      const names = readFileSync(LIST, "utf8").split("\n").filter(Boolean);
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("\n")}</svg>\n`;
      this.emitFile({ type: "asset", fileName: "icons.svg", source });
    },
  };
}
