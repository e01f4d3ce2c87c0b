import { useEffect, useState } from 'react';
import { wall } from '@/kit/days';
import { DeleteRow } from '@/kit/deleteRow';
import { type Format, useFormat } from '@/kit/format';
import { Fact, Facts, PageHead } from '@/kit/parts';
import { Icon } from '@/kit/icons';
import { Amount, Name } from '@/kit/quantity';
import { go, Link, withPerson } from '@/kit/router';
import { PageEmpty, PageOf } from '@/kit/states';
import { useAsk } from '@/kit/useAsk';
import { type Translated, useWords } from '@/kit/words';
import type { PageProps } from '@/routes';
import { hasPace, sessionTitle } from '@/words/sports';
import type { Session } from './course';
import { DeleteSession, Exercise } from './exercise.document';
import { Lanes } from './lanes';
import { Also, Recovery, Splits, Zones } from './parts';
import { RouteSheet } from './route';
import { exerciseWords } from './words';

const MILE = 1609;

export default function ExercisePage({ person, params }: PageProps) {
  const unit = useFormat().imperial ? MILE : 1000;
  const id = params['id'] ?? '';
  const asked = useAsk(Exercise, { person, id, split: unit });
  return (
    <PageOf asked={asked}>
      {({ person: of }) => (of?.exercise ? <Shown key={of.exercise.id} person={person} of={of.exercise} unit={unit} /> : <Missing />)}
    </PageOf>
  );
}

function Missing() {
  const words = useWords(exerciseWords);
  const [title, lead] = words.missing;
  return (
    <PageEmpty title={title ?? ''} lead={lead}>
      <p>
        <Link className="button main" href="/training">
          {words.toTraining}
        </Link>
      </p>
    </PageEmpty>
  );
}

function Shown({ person, of, unit }: { person: string; of: Session; unit: number }) {
  const words = useWords(exerciseWords);
  const [place, move] = useState<number | null>(null);
  useTurning(of);
  return (
    <>
      <Head of={of} />
      <Numbers of={of} />
      {of.note?.trim() && (
        <blockquote className="say">
          <Name>{of.note}</Name>
        </blockquote>
      )}
      <div className="cols">
        <div className="stack">
          <Lanes of={of} cursor={[place, move]} />
        </div>
        <div className="stack">
          <RouteSheet of={of} at={place === null ? null : (of.samples?.offsetsSeconds[place] ?? null)} />
          <Splits of={of} unit={unit} />
        </div>
      </div>
      <div className="halves">
        <Zones of={of} />
        <Recovery of={of} />
      </div>
      <Also of={of} />
      <div className="row noprint">
        <DeleteRow
          document={DeleteSession}
          variables={{ person, id: of.id }}
          words={words.remove}
          leave={() => go(withPerson('/training'))}
        />
      </div>
    </>
  );
}

/** Arrow keys turn to the session before and after. */
function useTurning({ earlierId, laterId }: Session): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
      if ((event.target as Element).closest?.('input, select, textarea, [role="slider"], [role="region"]')) return;
      const to = { ArrowLeft: earlierId, ArrowRight: laterId }[event.key];
      if (to) go(withPerson(addressOf(to)));
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [earlierId, laterId]);
}

function addressOf(id: string): string {
  return `/exercise/${encodeURIComponent(id)}`;
}

function Head({ of }: { of: Session }) {
  const words = useWords(exerciseWords);
  const format = useFormat();
  const when = `${format.dayLong(of.startLocal)}, ${format.clock(of.startLocal)}`;
  const name = sessionTitle(of, format.language);
  const told = of.name?.trim();
  const here = of.utcOffsetMinutes === null ? null : format.momentClock(of.startAt);
  const elsewhere = here !== null && here !== format.clock(of.startLocal);
  const measure = of.distanceMetres ? format.distance(of.distanceMetres) : format.duration(of.durationSeconds);
  const far = of.distanceMetres || of.durationSeconds ? `, ${format.text(measure)}` : '';
  const eyebrow = (
    <>
      <Link href="/training">{words.training}</Link> · {when}
      {elsewhere && ` (${words.here(here)})`}
      {of.device && (
        <>
          {' '}
          · <Name>{of.device}</Name>
        </>
      )}
      {told && (
        <>
          {' '}
          · <Name>{told}</Name>
        </>
      )}
    </>
  );
  const aside = (
    <span className="turns">
      <Turn to={of.earlierId} label={words.earlier} icon="left" />
      <Turn to={of.laterId} label={words.later} icon="right" />
    </span>
  );
  return <PageHead eyebrow={eyebrow} title={`${name}${far}.`} lead={lead(of, format, words)} aside={aside} />;
}

function Turn({ to, label, icon }: { to: string | null; label: string; icon: 'left' | 'right' }) {
  if (!to) {
    return (
      <button type="button" className="button other square" disabled aria-label={label}>
        <Icon name={icon} small />
      </button>
    );
  }
  return (
    <Link className="button other square" href={addressOf(to)} aria-label={label} title={label}>
      <Icon name={icon} small />
    </Link>
  );
}

function lead(of: Session, format: Format, words: Translated<(typeof exerciseWords)['en']>): string {
  const zones = of.zones.slice(0, 5).map(({ inZoneSeconds }) => inZoneSeconds ?? 0);
  if (!zones.length) return words.noZones;
  const total = Math.max(of.durationSeconds ?? 0, zones.reduce((sum, each) => sum + each, 0), 1);
  const hard = (zones[3] ?? 0) + (zones[4] ?? 0);
  if (hard >= 300) return words.hard(format.text(format.duration(hard)));
  const below = total - zones.reduce((sum, each) => sum + each, 0);
  const most = Math.max(...zones);
  if (below > most) return words.belowMostly(format.percent(below / total));
  return words.mostly(zones.indexOf(most) + 1, format.percent(most / total));
}

function Numbers({ of }: { of: Session }) {
  const { facts: words, levels } = useWords(exerciseWords);
  const format = useFormat();
  const end = wall(of.startLocal) + 1000 * (of.durationSeconds ?? 0);
  const kmh = of.distanceMetres && of.durationSeconds ? (3.6 * of.distanceMetres) / of.durationSeconds : null;
  const speed = hasPace(of.sportName) || hasPace(of.detailedSport) ? format.pace(kmh) : format.speed(kmh);
  return (
    <Facts>
      <Fact label={words.time} more={`${format.clock(of.startLocal)} – ${format.clock(end)}`}>
        <Amount of={format.duration(of.durationSeconds)} />
      </Fact>
      <Fact label={words.distance} more={kmh ? words.each(format.text(speed)) : words.noDistance}>
        <Amount of={format.distance(of.distanceMetres, 2)} />
      </Fact>
      <Fact label={words.heart} more={of.heartRateMax !== null && words.highest(format.number(of.heartRateMax))}>
        <Amount of={{ pairs: [[format.number(of.heartRateAvg), of.heartRateAvg === null ? '' : 'bpm']] }} />
      </Fact>
      <Fact label={words.load} more={of.cardioLoadInterpretation && levels[of.cardioLoadInterpretation]}>
        {format.number(of.cardioLoad)}
      </Fact>
    </Facts>
  );
}
