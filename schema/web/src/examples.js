import changed from '../examples/person-changed.graphql';
import house from '../examples/house.graphql';
import beats from '../examples/heart-rate-of-a-day.graphql';
import dashboard from '../examples/dashboard.graphql';
import exercises from '../examples/exercises.graphql';
import live from '../examples/sync-progress.graphql';
import insights from '../examples/insights.graphql';
import metricDays from '../examples/metric-days.graphql';
import metrics from '../examples/metrics.graphql';
import night from '../examples/one-night.graphql';
import normal from '../examples/normal.graphql';
import people from '../examples/people.graphql';
import sync from '../examples/trigger-sync.graphql';
import team from '../examples/team.graphql';
import training from '../examples/training.graphql';
import weeks from '../examples/weeks.graphql';

export const EXAMPLES = [
  { name: 'People', query: people },
  { name: 'Team', query: team },
  { name: 'Dashboard', query: dashboard, variables: { id: '' } },
  { name: 'What can be said today', query: insights, variables: { id: '' } },
  { name: 'What is normal', query: normal, variables: { id: '', then: daysAgo(30) } },
  { name: 'One night', query: night, variables: { id: '', date: daysAgo(1) } },
  { name: 'Weeks and months', query: weeks, variables: { id: '' } },
  { name: 'A metric day by day', query: metricDays, variables: { id: '' } },
  { name: 'Training', query: training, variables: { id: '' } },
  { name: 'Heart rate of a day', query: beats, variables: { id: '', day: daysAgo(1) } },
  { name: 'Exercises', query: exercises, variables: { id: '' } },
  { name: 'Metrics', query: metrics },
  { name: 'Start a sync', query: sync, variables: { userId: '' } },
  { name: 'Watch a sync', query: live, variables: { runId: '' } },
  { name: 'Watch everybody', query: changed },
  { name: 'The house', query: house },
];

const SOMEBODY = '{ people(first: 1) { nodes { userId syncRuns(first: 1) { nodes { runId } } } } }';

// The example's variables as text; blanks are the first person that the key opens, and their last run.
export async function variablesOf({ variables }, fetcher) {
  if (!variables) return '';
  const { data } = await fetcher({ query: SOMEBODY }).catch(() => ({}));
  const person = data?.people.nodes[0];
  const known = { id: person?.userId, userId: person?.userId, runId: person?.syncRuns.nodes[0]?.runId };
  const filled = Object.entries(variables).map(([name, value]) => [name, value || (known[name] ?? '')]);
  return JSON.stringify(Object.fromEntries(filled), null, 2);
}

function daysAgo(days) {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
