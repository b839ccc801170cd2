// node build.mjs MODULES OUTPUT: makes the page of src/, the libraries in MODULES (node_modules) and the files beside this one.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [modules, output] = process.argv.slice(2).map((path) => resolve(path));
const { buildSync } = createRequire(join(modules, 'anything.js'))('esbuild');

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
buildSync({
  entryPoints: { app: join(here, 'src', 'app.js'), style: join(here, 'style.css') },
  outdir: output,
  nodePaths: [modules],
  bundle: true,
  minify: true,
  format: 'esm',
  charset: 'utf8',
  target: ['es2022'],
  legalComments: 'none',
  logLevel: 'warning',
});

for (const file of ['index.html', 'icon.svg', 'explorer.js']) cpSync(join(here, file), join(output, file));

// The licences of what is in the script ask to go with it.
const libraries = ['preact', '@preact/signals', '@preact/signals-core', 'htm', 'uplot'];
const licences = libraries.map((name) => `${name}\n${'-'.repeat(name.length)}\n${readFileSync(join(modules, name, 'LICENSE'), 'utf8').trim()}\n`);
writeFileSync(join(output, 'licences.txt'), licences.join('\n\n'));
