// Bundles the pages into ../dist, from npm alone: app.js, app.css, theme.js, and a piece a screen.
import { build } from 'esbuild';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const watching = process.argv.includes('--dev');
const dist = path('../dist');

await rm(dist, { recursive: true, force: true });
const made = await build({
  absWorkingDir: path('.'),
  entryPoints: { app: 'src/app.tsx', theme: 'src/theme.ts' },
  outdir: dist,
  bundle: true,
  splitting: true,
  minify: !watching,
  sourcemap: watching && 'inline',
  metafile: true,
  format: 'esm',
  target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'],
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': watching ? '"development"' : '"production"' },
  alias: { '@': path('src') },
  chunkNames: '[name]-[hash]',
  legalComments: 'none',
  logLevel: 'warning',
});
await writeFile(`${dist}/first.json`, JSON.stringify(await firsts(made.metafile)));
await cp(path('src/icon.svg'), path('../dist/icon.svg'));
if (process.argv.includes('--sizes')) {
  const scripts = (await readdir(dist)).filter((name) => name.endsWith('.js'));
  for (const name of scripts) {
    const packed = gzipSync(await readFile(`${dist}/${name}`)).length;
    console.log(`${(packed / 1000).toFixed(1).padStart(7)} kB  ${name}`);
  }
  await writeFile(path('node_modules/.metafile.json'), JSON.stringify(made.metafile));
}

// The scripts that each page needs first, by its address: browsers load them all at once.
async function firsts({ outputs }) {
  const screens = {};
  for (const [name, { entryPoint }] of Object.entries(outputs)) if (entryPoint) screens[entryPoint] = name;
  const routes = await readFile(path('src/routes.ts'), 'utf8');
  const lines = routes.matchAll(/path: '(\/\w+)[^']*'[^]*?import\('\.\/(screens\/[^']+)'\)/g);
  const app = needed(outputs, screens['src/app.tsx']);
  const found = {};
  for (const [, page, screen] of lines) {
    const all = new Set([...app, ...needed(outputs, screens[`src/${screen}.tsx`])]);
    found[page] = [...all].map((name) => name.split('/').pop()).filter((name) => name !== 'app.js');
  }
  return found;
}

function needed(outputs, name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const { path, kind } of outputs[name].imports) {
    if (kind === 'import-statement') needed(outputs, path, found);
  }
  return found;
}
