import { bytesOf } from '@/kit/bytes';
import { DeleteRow } from '@/kit/deleteRow';
import { useFormat } from '@/kit/format';
import { More, Sheet } from '@/kit/parts';
import { SyncState } from '@/kit/rows';
import { useWords } from '@/kit/words';
import { isUnderWay, type Run } from './past';
import { TakeBack } from './past.document';
import { Progress } from './upload';
import { pastWords } from './words';

/** What an import found, as the server keeps it. */
interface Report {
  readonly kinds?: Record<string, Partial<Record<Count, number>>>;
  readonly reasons?: Record<string, number>;
  readonly notes?: readonly string[];
}
type Count = (typeof COUNTS)[number];

const COUNTS = ['files', 'new', 'enriched', 'equal', 'conflict', 'left_out'] as const;
const KINDS = { queued: 'running', running: 'running', success: 'fine', failed: 'bad', undone: 'none' } as const;

/** The archives that were brought, the newest first, with what came of each. */
export function Runs({ runs }: { runs: readonly Run[] }) {
  const { runs: words } = useWords(pastWords);
  // What was refused, and brought nothing, has nothing to take back, and stands in nobody's way.
  const latest = runs.find(({ state, rowsWritten }) => state === 'success' || (state === 'failed' && rowsWritten > 0));
  return (
    <Sheet title={words.title}>
      {runs.length === 0 && <p className="say">{words.none}</p>}
      <ul className="list">
        {runs.map((run) => (
          <One key={run.runId} run={run} latest={run === latest} />
        ))}
      </ul>
    </Sheet>
  );
}

function One({ run, latest }: { run: Run; latest: boolean }) {
  const { runs: words } = useWords(pastWords);
  const format = useFormat();
  const state = run.state in KINDS ? (run.state as keyof typeof KINDS) : 'queued';
  const report = run.report as Report;
  return (
    <li className="run">
      <div className="row apart">
        <h3>
          <time dateTime={run.queuedAt}>{format.moment(run.queuedAt)}</time>
        </h3>
        <SyncState kind={KINDS[state]}>{words.state[state]}</SyncState>
      </div>
      <p className="say">
        {[bytesOf(run.fileBytes, format.locale), words.files(format.number(run.filesDone), format.number(run.filesTotal)), words.rows(format.number(run.rowsWritten))].join(', ')}
      </p>
      {isUnderWay(run) && (
        <>
          <Progress label={words.title} value={run.filesTotal ? run.filesDone / run.filesTotal : 0} />
          <p className="hint" role="status">
            {words.phase[run.phase as keyof typeof words.phase] ?? run.phase}
          </p>
        </>
      )}
      {run.error && (
        <p className="say notice" lang="en">
          {run.error}
        </p>
      )}
      {Object.keys(report.kinds ?? {}).length > 0 && (
        <Found report={report} label={`${words.report}: ${format.moment(run.queuedAt)}`} />
      )}
      {latest && <Back run={run} />}
    </li>
  );
}

function Found({ report, label }: { report: Report; label: string }) {
  const { runs: words } = useWords(pastWords);
  const format = useFormat();
  const kinds = Object.entries(report.kinds ?? {});
  const reasons = Object.entries(report.reasons ?? {});
  return (
    <More summary={words.report}>
      <div className="scroll" tabIndex={0} role="region" aria-label={label}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.kind}</th>
              {COUNTS.map((name) => (
                <th key={name} scope="col" className="end">
                  {words.counts[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {kinds.map(([kind, counts]) => (
              <tr key={kind}>
                <th scope="row">{words.kinds[kind] ?? kind.replaceAll('_', ' ')}</th>
                {COUNTS.map((name) => (
                  <td key={name} className="end">
                    {counts[name] ? format.number(counts[name]) : '–'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {(reasons.length > 0 || (report.notes?.length ?? 0) > 0) && (
        <ul className="hint" lang="en" aria-label={words.why}>
          {reasons.map(([reason, count]) => (
            <li key={reason}>{`${reason} (${format.number(count)})`}</li>
          ))}
          {report.notes?.map((note) => <li key={note}>{note}</li>)}
        </ul>
      )}
    </More>
  );
}

function Back({ run }: { run: Run }) {
  const { runs: words } = useWords(pastWords);
  return (
    <div className="row">
      <DeleteRow
        document={TakeBack}
        variables={{ run: run.runId }}
        words={{ ...words, open: words.undo, go: words.undo }}
        kind="other"
      />
    </div>
  );
}
