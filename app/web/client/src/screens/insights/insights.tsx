import { askAhead } from '@/kit/ask';
import { useFormat } from '@/kit/format';
import { More, PageHead, Say, Sheet } from '@/kit/parts';
import { PageOf } from '@/kit/states';
import { useTell } from '@/kit/telling';
import { useAsk } from '@/kit/useAsk';
import { Observation, Observations, Sure } from '@/kit/usual';
import { useWords } from '@/kit/words';
import type { Ahead, PageProps } from '@/routes';
import { codeWords } from '@/words/codes';
import { patternWords } from '@/words/patterns';
import { Forecasts } from './forecasts';
import { Insights } from './insights.document';
import { PatternSheet } from './patterns';
import { isTold, type Person, SURER } from './person';
import { insightsWords } from './words';

const EARLY = new Set<string>(['BUILDING_BASELINES', 'LEARNING_PATTERNS']);
const UNUSUAL = new Set<string>(['UNUSUALLY_HIGH', 'UNUSUALLY_LOW']);
const OUTSIDE = new Set<string>(['ILLNESS_SIGNAL', 'UNUSUALLY_HIGH', 'UNUSUALLY_LOW', 'WEEK_OFF_BAND', 'OVERTRAINING_HIGH', 'LOAD_RATIO_HIGH']);

export const ahead: Ahead = (person) => {
  if (person) askAhead(Insights, { person });
};

export default function InsightsPage({ person }: PageProps) {
  const asked = useAsk(Insights, { person });
  return <PageOf asked={asked}>{({ person }) => person && <Shown person={person} />}</PageOf>;
}

function Shown({ person }: { person: Person }) {
  const words = useWords(insightsWords);
  const format = useFormat();
  const days = person.insights?.dataAgeDays ?? 0;
  const patterns = person.patterns ?? [];
  const told = patterns.filter(isTold).sort((one, other) => SURER[one.significance] - SURER[other.significance]);
  const notable = notableOf(person);
  const count = notable.length;
  const early = days < 21;
  const { title } = words;
  return (
    <>
      <PageHead
        eyebrow={words.eyebrow(format.dayLong(person.today))}
        title={early ? title.early : count === 0 ? title.none : count === 1 ? title.one : (title.few[count - 2] ?? title.many(count))}
        lead={
          days === 0 ? words.lead.none : early ? words.lead.early(days, 21 - days) : words.lead.told(told.length, patterns.length, days)
        }
      />
      {early ? (
        <Coming person={person} />
      ) : (
        <>
          <ObservationSheet notable={notable} />
          <div className="halves">
            {[0, 1].map((side) => (
              <div key={side} className="stack">
                {told
                  .filter((_, index) => index % 2 === side)
                  .map((pattern) => (
                    <PatternSheet key={pattern.pattern} person={person} pattern={pattern} />
                  ))}
              </div>
            ))}
          </div>
          <Forecasts person={person} />
          <SureSheet />
          <Quiet person={person} />
        </>
      )}
    </>
  );
}

type Notable = NonNullable<Person['insights']>['observations'];

/** Each thing once: a value outside says more than how far it lies from the mean. */
function notableOf(person: Person): Notable {
  const all = (person.insights?.observations ?? []).filter(({ code }) => !EARLY.has(code));
  const ill = all.some(({ code }) => code === 'ILLNESS_SIGNAL');
  const unusual = new Set(all.filter(({ code }) => UNUSUAL.has(code)).map(({ metric }) => metric));
  return all.filter(({ code, metric }) => {
    if (ill && metric === 'RESTING_HR') return code === 'ILLNESS_SIGNAL';
    return code !== 'ONE_NIGHT' || !unusual.has(metric);
  });
}

function ObservationSheet({ notable }: { notable: Notable }) {
  const words = useWords(insightsWords).observations;
  const tell = useTell();
  return (
    <Sheet title={words.title}>
      {notable.length === 0 ? (
        <Say>{words.none}</Say>
      ) : (
        <Observations>
          {notable.map(({ code, metric, params, fact }, index) => (
            <Observation
              key={index}
              kind={OUTSIDE.has(code) ? 'outside' : 'inside'}
              title={tell.sentence(code, params, metric, fact)}
            />
          ))}
        </Observations>
      )}
    </Sheet>
  );
}

function SureSheet() {
  const words = useWords(insightsWords);
  const levels = [
    ['HIGH', words.sure.high],
    ['MEDIUM', words.sure.medium],
    ['LOW', words.sure.low],
    ['INSUFFICIENT', words.sure.none],
  ] as const;
  return (
    <Sheet title={words.sure.title}>
      <ul className="list levels">
        {levels.map(([level, text]) => (
          <li key={level}>
            <Sure of={level} />
            <Say>{text}</Say>
          </li>
        ))}
      </ul>
      <More summary={words.patterns.how}>
        <Say>{words.sure.more}</Say>
      </More>
    </Sheet>
  );
}

function Quiet({ person }: { person: Person }) {
  const words = useWords(insightsWords).quiet;
  const names = useWords(patternWords);
  const tell = useTell();
  const quiet = (person.patterns ?? []).filter((pattern) => !isTold(pattern));
  if (!quiet.length) return null;
  return (
    <Sheet title={words.title}>
      <Say>{words.says}</Say>
      <ul className="list spaced">
        {quiet.map(({ pattern, reasonCode, reasonParams, reason, metricsInvolved }) => (
          <li key={pattern}>
            <h3>{names[pattern][0]}</h3>
            <Say>{tell.sentence(reasonCode, reasonParams, metricsInvolved[0] ?? null, reason)}</Say>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function Coming({ person }: { person: Person }) {
  const words = useWords(insightsWords);
  const names = useWords(codeWords).feature;
  const format = useFormat();
  return (
    <Sheet title={words.coming}>
      <dl className="pairs">
        {person.insights?.featureAvailability.map(({ feature, available, unlockAtDays }) => (
          <div key={feature}>
            <dt>{names[feature]}</dt>
            <dd className="quiet">{available ? '✓' : `${format.number(person.insights?.dataAgeDays)} / ${format.number(unlockAtDays)}`}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
