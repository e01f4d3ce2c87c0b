// urql against a running server: every example with its variables, an error, and a query by GET.
import { Client, fetchExchange } from '@urql/core';
import { readFileSync, readdirSync } from 'node:fs';

const [url, key, ownersKey, folder, variables] = process.argv.slice(2);
const owners = { fetchOptions: { headers: { 'X-API-Key': ownersKey } } };
const client = new Client({
  url,
  preferGetMethod: false,
  fetchSubscriptions: true,
  exchanges: [fetchExchange],
  fetchOptions: { headers: { 'X-API-Key': key } },
});

const told = {};
for (const name of readdirSync(folder)) {
  const text = readFileSync(`${folder}/${name}`, 'utf-8');
  const given = JSON.parse(variables)[name.replace('.graphql', '')] ?? {};
  const whose = name === 'house.graphql' ? owners : {};
  const answered = text.includes('subscription ')
    ? await last(client.subscription(text, given))
    : await (text.includes('mutation ')
        ? client.mutation(text, given)
        : client.query(text, given, whose)
      ).toPromise();
  told[name] = answered.error ? String(answered.error) : Object.keys(answered.data);
}

const wrong = await client.query('query { person(id: "nobody") { userId } }', {}).toPromise();
const got = await client
  .query('query { metrics { key } }', {}, { preferGetMethod: 'force' })
  .toPromise();
console.log(
  JSON.stringify({
    told,
    code: wrong.error.graphQLErrors[0].extensions.code,
    metrics: got.data.metrics.length,
  }),
);
process.exit(0);

// A sync's last event; what watches people never ends, so that its first event is enough.
function last(events) {
  return new Promise((resolve) => {
    const { unsubscribe } = events.subscribe((result) => {
      if (result.error || (result.data.syncProgress?.final ?? true)) {
        resolve(result);
        queueMicrotask(() => unsubscribe());
      }
    });
  });
}
