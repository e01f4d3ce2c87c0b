import beats from '../examples/heart-rate-of-a-day.graphql';
import dashboard from '../examples/dashboard.graphql';
import exercises from '../examples/exercises.graphql';
import live from '../examples/sync-progress.graphql';
import insights from '../examples/insights.graphql';
import metrics from '../examples/metrics.graphql';
import night from '../examples/one-night.graphql';
import normal from '../examples/normal.graphql';
import people from '../examples/people.graphql';
import sync from '../examples/trigger-sync.graphql';
import team from '../examples/team.graphql';
import weeks from '../examples/weeks.graphql';

const PERSON = JSON.stringify({ id: '' }, null, 2);

export const EXAMPLES = [
  { name: 'People', query: people },
  { name: 'Team', query: team },
  { name: 'Dashboard', query: dashboard, variables: PERSON },
  { name: 'What can be said today', query: insights, variables: PERSON },
  {
    name: 'What is normal',
    query: normal,
    variables: JSON.stringify({ id: '', then: monthAgo() }, null, 2),
  },
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
  return daysAgo(1);
}

function monthAgo() {
  return daysAgo(30);
}

function daysAgo(days) {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
