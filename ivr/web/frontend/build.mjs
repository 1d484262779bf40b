// Bundles the pages' scripts and styles: `node build.mjs FOLDER` writes fingerprinted files and manifest.json there.
import { writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "../static/built"));

const result = await build({
  absWorkingDir: here,
  entryPoints: ["css/site.css", "css/phone.css", "css/telephone.css", "css/recording.css", "css/desk.css", "css/console.css", "js/phone.js", "js/telephone.js", "js/recording.js", "js/console.js", "js/browserphone.js", "js/capture.js", "icon.svg"],
  entryNames: "[name]-[hash]",
  outdir: out,
  loader: { ".svg": "copy" },
  bundle: true,
  minify: true,
  metafile: true,
  format: "esm",
  target: ["chrome109", "firefox115", "safari16"],
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});

const manifest = {};
for (const [file, { entryPoint }] of Object.entries(result.metafile.outputs)) {
  if (entryPoint) manifest[basename(entryPoint)] = basename(file);
}
await writeFile(join(out, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
