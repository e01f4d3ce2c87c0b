import { useFormat } from '@/kit/format';
import { classes, Fact, Facts, Sheet } from '@/kit/parts';
import { useWords } from '@/kit/words';
import type { House } from './system';
import { systemWords } from './words';

/** What waits, what runs by the timetable, and what workers gave up on. */
export function Work({ house }: { house: House }) {
  const words = useWords(systemWords);
  const format = useFormat();
  const { queue } = house;
  const jobs = house.jobs ?? [];
  return (
    <Sheet title={words.work}>
      {queue && (
        <Facts>
          <Fact label={words.queue.queued} more={queue.oldestQueuedAt && format.ago(queue.oldestQueuedAt)}>
            {format.number(queue.queued)}
          </Fact>
          <Fact label={words.queue.running}>{format.number(queue.running)}</Fact>
          <Fact label={words.queue.dead} notice={queue.dead > 0}>
            {format.number(queue.dead)}
          </Fact>
          <Fact label={words.queue.last}>{queue.lastWorkAt ? format.ago(queue.lastWorkAt) : '—'}</Fact>
        </Facts>
      )}
      {queue && queue.dead > 0 && <p className="say notice">{words.givenUp}</p>}
      <div className="scroll" tabIndex={0} role="region" aria-label={words.tables.work}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.piece}</th>
              <th scope="col">{words.state}</th>
              <th scope="col">{words.done}</th>
              <th scope="col">{words.due}</th>
            </tr>
          </thead>
          <tbody>
            {jobs.map((job) => (
              <tr key={job.jobId}>
                <th scope="row">
                  {words.job[job.actor] ?? <code>{job.actor}</code>}
                  {job.error && (
                    <p className="hint" lang="en">
                      {job.error}
                    </p>
                  )}
                </th>
                <td className={classes('word', (job.state === 'FAILED' || job.state === 'DEAD') && 'outside')}>
                  {words.jobState[job.state]}
                </td>
                <td>{job.endedAt ? format.ago(job.endedAt) : '—'}</td>
                <td>{job.dueAt ? format.ago(job.dueAt) : '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Sheet>
  );
}
