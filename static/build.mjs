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

const OPTIONS = {
  outdir: dist,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
  target: ["es2022", "chrome109", "firefox115", "safari15.4"],
  loader: { ".svg": "copy", ".png": "copy", ".ico": "copy" },
};

/** name as written in templates → name as served */
function manifest(outputs) {
  const entries = Object.entries(outputs).filter(([, output]) => output.entryPoint);
  const names = entries.map(([path, output]) => [basename(output.entryPoint), basename(path)]);
  return Object.fromEntries(names.sort());
}

/** The files of `entryPoints`, as they are served. */
async function built(format, entryPoints) {
  const { metafile } = await build({ ...OPTIONS, format, entryPoints });
  return metafile.outputs;
}

rmSync(dist, { recursive: true, force: true });
const scripts = [join(root, "js", "portal.js"), join(root, "js", "scanner", "scanner.js")];
const styles = [join(root, "css", "portal.css"), join(root, "css", "inside.css")];
const outputs = await built("iife", [...styles, ...scripts, ...pictures()]);
// Imported by a script when it is needed, and therefore a module.
const modules = await built("esm", [join(root, "js", "scanner", "decoder.js")]);
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest({ ...outputs, ...modules }), null, 2) + "\n");
