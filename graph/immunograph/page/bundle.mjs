// Bundles the modules of the page, with what they import from npm, into `assets/`: the script that the page starts with,
// that which it unpacks, and that of its SPARQL worker. Run by hatch_build.py.

import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { chdir } from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

chdir(dirname(fileURLToPath(import.meta.url)));
mkdirSync("assets", { recursive: true });

await build({
  entryPoints: { boot: "js/boot.js", page: "js/main.js", worker: "js/worker.js" },
  outdir: "assets",
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife", // plain scripts: a page opened from a file may start no worker from a module
  target: "es2022",
  legalComments: "eof",
  define: { "import.meta.url": '""' }, // the engine would look for itself there; it is given
  logLevel: "warning",
});
copyFileSync("node_modules/oxigraph/web_bg.wasm", "assets/oxigraph.wasm");

const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
const carried = Object.keys(dependencies).filter((name) => name !== "esbuild");
writeFileSync("assets/LICENSES", carried.map((name) => `${name}\n\n${licence(`node_modules/${name}`)}\n`).join("\n\n"));

/** @param {string} folder */
function licence(folder) {
  const [file] = readdirSync(folder).filter((name) => /^licen[cs]e/i.test(name)).sort().reverse(); // MIT after Apache
  return file ? readFileSync(`${folder}/${file}`, "utf8").trim() : JSON.parse(readFileSync(`${folder}/package.json`, "utf8")).license;
}
