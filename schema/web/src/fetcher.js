// Asks over fetch; subscriptions come as server-sent events on the same address.
import { getOperationAST, Kind, parse } from 'graphql';

const TYPES = 'application/graphql-response+json, application/json;q=0.9';

export function makeFetcher(url, readKey) {
  return ({ query, variables, operationName: selected }, { headers } = {}) => {
    const document = parsed(query);
    const operationName = nameIn(document, selected);
    const key = readKey();
    const options = (accept) => ({
      method: 'POST',
      headers: {
        ...(key ? { 'X-API-Key': key } : {}),
        ...headers,
        'Content-Type': 'application/json',
        Accept: accept,
      },
      body: JSON.stringify({ query, variables, operationName }),
    });
    return getOperationAST(document, operationName)?.operation === 'subscription'
      ? answers(url, options('text/event-stream, application/json;q=0.5'))
      : fetch(url, options(TYPES)).then((response) => response.json());
  };
}

// What can not be parsed has no operations; the server says where the mistake is.
function parsed(query) {
  try {
    return parse(query);
  } catch {
    return { kind: Kind.DOCUMENT, definitions: [] };
  }
}

// GraphiQL reads a document's names 100 ms after it was changed, and until then tells those of the former one.
function nameIn({ definitions }, selected) {
  const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const names = operations.map(({ name }) => name?.value);
  if (names.includes(selected)) return selected;
  return names.length === 1 ? names[0] : undefined;
}

async function* answers(url, options) {
  const response = await fetch(url, options);
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    yield await response.json();
    return;
  }
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const events = (text + chunk).split('\n\n');
    text = events.pop();
    for (const event of events) {
      const lines = event.split('\n');
      if (lines.includes('event: complete')) return;
      const data = lines.find((line) => line.startsWith('data: '));
      if (data && lines.includes('event: next')) yield JSON.parse(data.slice(6));
    }
  }
}
