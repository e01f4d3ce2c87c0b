import beats from '../examples/heart-rate-of-a-day.graphql';
import dashboard from '../examples/dashboard.graphql';
import exercises from '../examples/exercises.graphql';
import live from '../examples/sync-progress.graphql';
import metrics from '../examples/metrics.graphql';
import night from '../examples/one-night.graphql';
import people from '../examples/people.graphql';
import sync from '../examples/trigger-sync.graphql';
import weeks from '../examples/weeks.graphql';

const PERSON = JSON.stringify({ id: '' }, null, 2);

export const EXAMPLES = [
  { name: 'People', query: people },
  { name: 'Dashboard', query: dashboard, variables: PERSON },
  { name: 'One night', query: night, variables: JSON.stringify({ id: '', date: yesterday() }, null, 2) },
  { name: 'Weeks and months', query: weeks, variables: PERSON },
  {
    name: 'Heart rate of a day',
    query: beats,
    variables: JSON.stringify({ id: '', day: yesterday() }, null, 2),
  },
  { name: 'Exercises', query: exercises, variables: PERSON },
  { name: 'Metrics', query: metrics },
  { name: 'Start a sync', query: sync, variables: JSON.stringify({ userId: '' }, null, 2) },
  { name: 'Watch a sync', query: live, variables: JSON.stringify({ runId: '' }, null, 2) },
];

function yesterday() {
  return new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
}
