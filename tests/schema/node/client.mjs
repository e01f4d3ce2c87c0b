// urql against a running server: a query with variables, an error, and a query by GET.
import { Client, fetchExchange } from '@urql/core';

const [url, key, person] = process.argv.slice(2);
const client = new Client({
  url,
  preferGetMethod: false,
  exchanges: [fetchExchange],
  fetchOptions: { headers: { 'X-API-Key': key } },
});

const nights = await client
  .query('query($id: ID!) { person(id: $id) { sleep(days: 1) { date sleepScore } } }', {
    id: person,
  })
  .toPromise();
const wrong = await client
  .query('query { person(id: "nobody") { userId } }', {})
  .toPromise();
const got = await client
  .query('query { metrics { key } }', {}, { preferGetMethod: 'force' })
  .toPromise();

console.log(
  JSON.stringify({
    nights: nights.data.person.sleep,
    code: wrong.error.graphQLErrors[0].extensions.code,
    metrics: got.data.metrics.length,
  }),
);
