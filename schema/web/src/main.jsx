import { explorerPlugin } from '@graphiql/plugin-explorer';
import '@graphiql/plugin-explorer/style.css';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import 'graphiql/style.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { EXAMPLES } from './examples.js';
import { makeFetcher } from './fetcher.js';
import './page.css';

const WORKERS = { json: 'json.worker.js', graphql: 'graphql.worker.js' };
globalThis.MonacoEnvironment = {
  getWorker: (_id, label) =>
    new Worker(`/graphql/assets/${WORKERS[label] ?? 'editor.worker.js'}`, { name: label }),
};

const KEY = 'ursa:api-key';
const keep = {
  read: () => sessionStorage.getItem(KEY) ?? '',
  write: (key) => sessionStorage.setItem(KEY, key),
};
const fetcher = makeFetcher('/graphql', keep.read);
const explorer = explorerPlugin({ showAttribution: false });

function Page() {
  const [key, setKey] = useState(keep.read());
  const [tabs, setTabs] = useState(0);
  const [example, setExample] = useState(EXAMPLES[0]);

  const changeKey = (event) => {
    keep.write(event.target.value.trim());
    setKey(event.target.value.trim());
  };
  const open = (event) => {
    const found = EXAMPLES.find((one) => one.name === event.target.value);
    if (found) {
      setExample(found);
      setTabs(tabs + 1);
    }
  };

  return (
    <>
      <header className="ursa">
        <strong>Ursa GraphQL</strong>
        <label>
          <span>API key</span>
          <input
            type="password"
            autoComplete="off"
            spellCheck="false"
            placeholder="ursa_…"
            value={key}
            onChange={changeKey}
          />
        </label>
        <label>
          <span>Example</span>
          <select value={example.name} onChange={open}>
            {EXAMPLES.map((one) => (
              <option key={one.name}>{one.name}</option>
            ))}
          </select>
        </label>
        <a href="/graphql/schema.graphql">schema.graphql</a>
      </header>
      <GraphiQL
        key={`${tabs}`}
        fetcher={fetcher}
        plugins={[explorer, HISTORY_PLUGIN]}
        defaultQuery={example.query}
        initialQuery={tabs ? example.query : undefined}
        initialVariables={tabs ? example.variables : undefined}
        defaultEditorToolsVisibility="variables"
        showPersistHeadersSettings={false}
      >
        <GraphiQL.Logo>
          <span />
        </GraphiQL.Logo>
      </GraphiQL>
    </>
  );
}

createRoot(document.getElementById('graphiql')).render(<Page />);
