import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url));

export default defineConfig({
  plugins: [svelte()],
  resolve: {
    alias: { $lib: source("lib"), $ipc: source("ipc/index.ts") },
    // Under test the pages run in a browser's stead, so Svelte's browser build is the one to load.
    ...(process.env["VITEST"] ? { conditions: ["browser"] } : {}),
  },
  // The page is loaded from the program itself: no host, no inlined data addresses (the content policy has no data: for scripts and styles).
  base: "./",
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: ["safari16.4", "chrome111"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  server: { port: 1420, strictPort: true },
  test: {
    // A test that needs a document says so in its first line; most need none, and one takes a second to make.
    environment: "node",
    include: ["src/**/*.test.ts"],
    restoreMocks: true,
    reporters: ["default"],
  },
});
