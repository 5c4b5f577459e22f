// The icon sprite: every Tabler icon that a template or a page names, and no other.
// Found by looking for `icon "name"`, `icon="name"` and `"icon": "name"` in the Python and HTML of the product.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const NAMED = /icon["']?\s*[=:,]?\s*["']([a-z][a-z0-9-]+)["']/g;
const READ = [".html", ".py", ".ts"];

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && READ.some((end) => entry.name.endsWith(end)))
    .map((entry) => join(entry.parentPath, entry.name));
}

export function iconNames(repository: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of [...sources(join(repository, "gangmu")), ...sources(join(repository, "web/src"))]) {
    for (const match of readFileSync(file, "utf8").matchAll(NAMED)) found.set(match[1]!, file);
  }
  return new Map([...found].sort());
}

export function iconSprite(repository: string): Plugin {
  const icons = join(repository, "web/node_modules/@tabler/icons/icons");
  return {
    name: "gangmu-icons",
    generateBundle() {
      const symbols: string[] = [];
      for (const [name, file] of iconNames(repository)) {
        const solid = name.endsWith("-filled");
        const path = join(icons, solid ? "filled" : "outline", `${solid ? name.slice(0, -7) : name}.svg`);
        if (!existsSync(path)) {
          this.warn(`no Tabler icon "${name}" (named in ${file})`);
          continue;
        }
        const body = readFileSync(path, "utf8").replace(/^[\s\S]*?<svg[\s\S]*?>|<\/svg>\s*$/g, "").replace(/\s+/g, " ").trim();
        const paint = solid ? 'fill="currentColor"' : 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
        symbols.push(`<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${body}</symbol>`);
      }
      this.emitFile({
        type: "asset",
        fileName: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`,
      });
    },
  };
}
