import { explorerPlugin } from '@graphiql/plugin-explorer';
import '@graphiql/plugin-explorer/style.css';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import 'graphiql/style.css';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { EXAMPLES, variablesOf } from './examples.js';
import { makeFetcher } from './fetcher.js';
import { mendTabs } from './mend.js';
import { signedIn, signIn } from './signing.js';
import './page.css';

// The page knows where its workers are: their addresses name their content.
const root = document.getElementById('graphiql');
globalThis.MonacoEnvironment = {
  getWorker: (_id, label) => new Worker(root.dataset[label] ?? root.dataset.editor, { name: label }),
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
  const [example, setExample] = useState();

  useEffect(() => {
    if (!location.search.includes('code=')) return;
    signedIn().then((token) => {
      if (!token) return;
      keep.write(token);
      setKey(token);
    });
  }, []);
  const changeKey = (event) => {
    keep.write(event.target.value.trim());
    setKey(event.target.value.trim());
  };
  const open = async (event) => {
    const found = EXAMPLES.find((one) => one.name === event.target.value);
    setExample({ ...found, variables: await variablesOf(found, fetcher) });
  };

  return (
    <>
      <header className="ursa">
        <h1>Ursa GraphQL</h1>
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
        <button type="button" onClick={signIn}>
          Sign in
        </button>
        <label>
          <span>Example</span>
          <select value="" onChange={open}>
            <option value="" disabled>
              Open …
            </option>
            {EXAMPLES.map((one) => (
              <option key={one.name}>{one.name}</option>
            ))}
          </select>
        </label>
        <a href="/graphql/schema.graphql">schema.graphql</a>
      </header>
      <GraphiQL
        fetcher={fetcher}
        plugins={[explorer, HISTORY_PLUGIN]}
        defaultQuery={EXAMPLES[0].query}
        defaultEditorToolsVisibility="variables"
        showPersistHeadersSettings={false}
      >
        <GraphiQL.Logo>
          <Opener example={example} done={setExample} />
        </GraphiQL.Logo>
      </GraphiQL>
    </>
  );
}

// In a tab of its own: what somebody was writing stays. It stands in the logo's place, where GraphiQL's state is at hand.
function Opener({ example, done }) {
  const { addTab } = useGraphiQLActions();
  const query = useGraphiQL((state) => state.queryEditor);
  const variables = useGraphiQL((state) => state.variableEditor);
  useEffect(() => {
    if (!example || !query || !variables) return;
    addTab();
    query.setValue(example.query);
    variables.setValue(example.variables);
    done();
  }, [example, query, variables]);
  return <span />;
}

mendTabs(root);
createRoot(root).render(<Page />);
