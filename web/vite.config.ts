// One self-contained script and one stylesheet per door, with fixed names: Django's manifest adds the hashes.
// Each entry is built by its own run (`--mode desk`), so that none needs a shared chunk it would have to import.
import { resolve } from "node:path";
import { PurgeCSS } from "purgecss";
import { defineConfig, type Plugin } from "vite";
import { iconSprite, listIcons } from "./icons.ts";

const root = import.meta.dirname;
// What phones in use are asked for (docs/field.md); the office's browsers bring themselves up to date.
const PHONES = ["chrome92", "safari15.4"];
const OFFICES = ["chrome123", "firefox128", "safari17.5"];
const ENTRIES: Record<string, string> = { app: "field/main.tsx", worker: "field/worker.ts" };

// Of the kit's styles the app keeps what its screens name: a slow phone reads all of them before it shows anything.
const TONES = /^gm-(blue|cyan|green|gray|orange|purple|red|yellow)$/; // put together from what the server says
const styled: Plugin = {
  name: "gangmu-named-styles",
  enforce: "post",
  async generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== "asset" || !file.fileName.endsWith(".css")) continue;
      const [kept] = await new PurgeCSS().purge({
        content: [resolve(root, "field/**/*.{ts,tsx}"), resolve(root, "src/modules/preferences.ts")],
        css: [{ raw: String(file.source) }],
        safelist: { standard: ["html", "body", "gm-field-page", "data-bs-theme", TONES], variables: [/^--gm-/] },
        variables: true,
        keyframes: true,
        fontFace: true,
      });
      file.source = kept!.css;
    }
  },
};

export default defineConfig(({ mode }) => {
  if (mode === "early") listIcons(resolve(root, ".."));
  return {
    root,
    publicDir: mode === "early" ? resolve(root, "public") : false,
    plugins: mode === "desk" ? [iconSprite()] : mode === "app" ? [styled] : [],
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      rolldownOptions: {
        // htmx evaluates only hx-on and filters, which its configuration here switches off.
        checks: { eval: false },
      },
      outDir: resolve(root, "../.build/web"),
      emptyOutDir: false,
      target: mode === "desk" ? "es2022" : PHONES,
      cssTarget: mode === "desk" ? OFFICES : PHONES,
      sourcemap: false,
      assetsInlineLimit: 8192,
      lib: {
        entry: resolve(root, ENTRIES[mode] ?? `src/${mode}.ts`),
        name: "gangmu",
        formats: ["iife"],
        fileName: () => `${mode}.js`,
        cssFileName: mode,
      },
    },
  };
});
