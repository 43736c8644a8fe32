// Joins, minifies and names by content: static/{css,js,icons} → static/dist and its manifest.json, which
// portal/web/assets.py reads. `make static` calls this and then compresses what is there.
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");

function pictures() {
  const folder = join(root, "icons");
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /\.(svg|png|ico)$/.test(name));
  return names.map((name) => join(folder, name));
}

/** name as written in templates → name as served */
function manifest(outputs) {
  const entries = Object.entries(outputs).filter(([, output]) => output.entryPoint);
  const names = entries.map(([path, output]) => [basename(output.entryPoint), basename(path)]);
  return Object.fromEntries(names.sort());
}

rmSync(dist, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [join(root, "css", "portal.css"), join(root, "js", "portal.js"), ...pictures()],
  outdir: dist,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  metafile: true,
  format: "iife",
  legalComments: "none",
  logLevel: "warning",
  target: ["es2022", "chrome109", "firefox115", "safari15.4"],
  loader: { ".svg": "copy", ".png": "copy", ".ico": "copy" },
});
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest(metafile.outputs), null, 2) + "\n");
