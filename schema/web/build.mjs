// Bundles GraphiQL, its editor's workers and its fonts into dist/, from npm alone.
import { build } from 'esbuild';
import { cp, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = new URL('.', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, here));

await rm(path('dist'), { recursive: true, force: true });
await build({
  absWorkingDir: path('.'),
  entryPoints: {
    graphiql: 'src/main.jsx',
    'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
    'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
    'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
  },
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  // One copy of each, or React and GraphQL do not know their own.
  alias: { react: path('node_modules/react'), 'react-dom': path('node_modules/react-dom') },
  loader: { '.graphql': 'text', '.ttf': 'file', '.woff2': 'file', '.svg': 'dataurl' },
  assetNames: '[name]-[hash]',
  legalComments: 'none',
  logLevel: 'warning',
});
await cp(path('src/icon.svg'), path('dist/icon.svg'));
