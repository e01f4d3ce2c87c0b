// Asks over fetch; subscriptions come as server-sent events on the same address.
import { getOperationAST, parse } from 'graphql';

const TYPES = 'application/graphql-response+json, application/json;q=0.9';

export function makeFetcher(url, readKey) {
  return ({ query, variables, operationName }, { headers } = {}) => {
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
    return isSubscription(query, operationName)
      ? answers(url, options('text/event-stream, application/json;q=0.5'))
      : fetch(url, options(TYPES)).then((response) => response.json());
  };
}

function isSubscription(query, operationName) {
  try {
    return getOperationAST(parse(query), operationName)?.operation === 'subscription';
  } catch {
    return false;
  }
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
