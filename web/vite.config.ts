// One self-contained script and one stylesheet per door, with fixed names: Django's manifest adds the hashes.
// Each entry is built by its own run (`--mode desk`), so that none needs a shared chunk it would have to import.
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { iconSprite, listIcons } from "./icons.ts";

const root = import.meta.dirname;
// What phones in use are asked for (docs/field.md); the office's browsers bring themselves up to date.
const PHONES = ["chrome92", "safari15.4"];
const OFFICES = ["chrome123", "firefox128", "safari17.5"];
const ENTRIES: Record<string, string> = { app: "field/main.tsx", worker: "field/worker.ts" };

export default defineConfig(({ mode }) => {
  if (mode === "early") listIcons(resolve(root, ".."));
  return {
    root,
    publicDir: mode === "early" ? resolve(root, "public") : false,
    plugins: mode === "desk" ? [iconSprite()] : [],
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
