// Apollo against a running server: every example with its variables by persisted GET or POST, an error's
// code, and the rows that its cache keeps apart by their ids.
import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';

const [uri, key, ownersKey, folder, variables] = process.argv.slice(2);
const asked = [];
const http = new HttpLink({
  uri,
  headers: { 'X-API-Key': key },
  fetch: (address, options) => {
    asked.push(options.method);
    return fetch(address, options);
  },
});
const persisted = new PersistedQueryLink({
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  useGETForHashedQueries: true,
});
const cache = new InMemoryCache();
const client = new ApolloClient({ link: persisted.concat(http), cache });

const told = {};
for (const name of readdirSync(folder)) {
  const text = readFileSync(`${folder}/${name}`, 'utf-8');
  if (text.includes('subscription ')) continue;
  const given = {
    variables: JSON.parse(variables)[name.replace('.graphql', '')] ?? {},
    context: name === 'house.graphql' ? { headers: { 'X-API-Key': ownersKey } } : {},
  };
  const answered = text.includes('mutation ')
    ? await client.mutate({ mutation: gql(text), ...given })
    : await client.query({ query: gql(text), fetchPolicy: 'network-only', ...given });
  told[name] = Object.keys(answered.data).filter((field) => field !== '__typename');
}

asked.length = 0;
const metrics = gql('query Again { metrics { key } }');
for (const _ of [1, 2]) await client.query({ query: metrics, fetchPolicy: 'network-only' });
const methods = [...asked];

const wrong = await client
  .query({ query: gql('query { person(id: "nobody") { userId } }') })
  .catch((error) => error);

const rows = gql('query Rows($id: ID!) { person(id: $id) { id sleep(days: 3) { id date } } }');
const { data } = await client.query({ query: rows, variables: JSON.parse(variables).dashboard });
const kept = new Set(Object.keys(cache.extract()));
console.log(
  JSON.stringify({
    told,
    methods,
    code: CombinedGraphQLErrors.is(wrong) ? wrong.errors[0].extensions.code : String(wrong),
    kept: [data.person, ...data.person.sleep].map((row) => kept.has(cache.identify(row))),
  }),
);
process.exit(0);
