/* Bundles CodeMirror into one file and writes the licences of all that is in it beside. */

import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";

const [target, licences] = process.argv.slice(2);
const made = await build({
  entryPoints: ["codemirror.js"], outfile: target, bundle: true, minify: true, metafile: true,
  format: "iife", globalName: "CodeMirror", target: "es2022", charset: "utf8", legalComments: "none",
  banner: { js: "/* CodeMirror 6, built by make vendor from .vendor/package-lock.json; licences: codemirror.txt */" },
});
const names = new Set();
for (const path of Object.keys(made.metafile.inputs)) {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  if (found) names.add(found[1]);
}
const parts = [];
for (const name of [...names].sort()) {
  const facts = JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8"));
  const words = await readFile(`node_modules/${name}/LICENSE`, "utf8");
  parts.push(`${name} ${facts.version} (${facts.license})\n\n${words.trim()}\n`);
}
await writeFile(licences, parts.join(`\n${"-".repeat(72)}\n\n`));
