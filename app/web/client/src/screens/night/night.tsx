import { useEffect } from 'react';
import { askAhead, fresh, known, named } from '@/kit/ask';
import { daysBetween, isDay, plusDays } from '@/kit/days';
import { DeleteRow } from '@/kit/deleteRow';
import { useFormat } from '@/kit/format';
import { Button, Fact, Facts, PageHead } from '@/kit/parts';
import { Amount, MetricAmount } from '@/kit/quantity';
import { go, Link, withPerson } from '@/kit/router';
import { NotFound, PageEmpty, PageOf } from '@/kit/states';
import { Swiped, Turner, type Turns, useTurnKeys } from '@/kit/turn';
import { useAsk } from '@/kit/useAsk';
import { isAbove, isOutside, placeOf, rangeOf } from '@/kit/usual';
import { useWords } from '@/kit/words';
import type { Ahead, PageProps } from '@/routes';
import { AxisSheet } from './axis';
import { DeleteNight, Night as NightDocument, NewestNight } from './night.document';
import { allAbove, baselineOf, type Night, type Person } from './person';
import { AlsoSheet, RechargeSheet, ScoreSheet, StagesSheet, WeekSheet } from './sheets';
import { nightWords } from './words';

export const ahead: Ahead = (person, { date }) => {
  if (person && isDay(date)) askAhead(NightDocument, variablesOf(person, date));
};

/** /night leads to the newest one; /night/2026-11-26 is one. */
export default function NightPage({ params, person }: PageProps) {
  const { date } = params;
  if (date === undefined) return <Newest person={person} />;
  return isDay(date) ? <NightOf person={person} date={date} /> : <NotFound />;
}

function Newest({ person }: { person: string }) {
  const words = useWords(nightWords);
  const asked = useAsk(NewestNight, { person });
  const date = asked.data?.person?.night?.date;
  useEffect(() => {
    if (date) go(withPerson(`/night/${date}`, person), { replace: true });
  }, [date, person]);
  return (
    <PageOf asked={asked}>
      {() => (date ? null : <PageEmpty title={words.lead.nothing.split('.')[0] + '.'} lead={words.lead.nothing} />)}
    </PageOf>
  );
}

function variablesOf(person: string, date: string) {
  return { person, date, week: plusDays(date, -6), before: plusDays(date, -1) };
}

function NightOf({ person, date }: { person: string; date: string }) {
  const asked = useAsk(NightDocument, variablesOf(person, date));
  const today = asked.data?.person?.today;
  const last = today !== undefined && date >= today;
  const turns: Turns = {
    before: `/night/${plusDays(date, -1)}`,
    after: last ? null : `/night/${plusDays(date, 1)}`,
  };
  useTurnKeys(turns);
  useNeighbours(person, date, today);
  return (
    <Swiped turns={turns}>
      <PageOf asked={asked}>
        {({ person }) => person && <Shown person={person} date={date} turns={turns} />}
      </PageOf>
    </Swiped>
  );
}

/** The nights beside this one are asked for before anybody turns to them. */
function useNeighbours(person: string, date: string, today: string | undefined): void {
  useEffect(() => {
    if (today === undefined) return;
    const timer = setTimeout(() => {
      for (const day of [plusDays(date, -1), plusDays(date, 1)]) {
        const variables = variablesOf(person, day);
        if (day <= today && !fresh(known(named(NightDocument, variables)))) {
          askAhead(NightDocument, variables);
        }
      }
    }, 400);
    return () => clearTimeout(timer);
  }, [person, date, today]);
}

function Shown({ person, date, turns }: { person: Person; date: string; turns: Turns }) {
  const words = useWords(nightWords);
  const format = useFormat();
  const night = person.night;
  const far = Math.abs(daysBetween(date, person.today)) > 300;
  const day = far ? format.dayYear(date) : format.dayLong(date);
  const title = useTitle(person);
  const lead = useLead(person);
  const aside = <Turner turns={turns} labels={{ before: words.before, after: words.after }} />;
  if (!night?.sleep) {
    const future = date > person.today;
    return (
      <PageHead
        eyebrow={words.to(day)}
        aside={aside}
        title={words.title.none(format.day(date))}
        lead={future ? words.lead.future : words.lead.none}
      >
        <p>
          <Link className="button" href="/night">
            {words.lead.newest}
          </Link>
        </p>
      </PageHead>
    );
  }
  return (
    <>
      <PageHead eyebrow={words.to(day)} aside={aside} title={title} lead={lead} />
      <NightFacts person={person} night={night} />
      <AxisSheet person={person} night={night} />
      <div className="halves">
        <div className="stack">
          <StagesSheet person={person} night={night} />
          <RechargeSheet person={person} night={night} />
        </div>
        <div className="stack">
          <ScoreSheet person={person} night={night} />
          <WeekSheet person={person} date={date} />
          <AlsoSheet person={person} night={night} />
        </div>
      </div>
      <div className="row noprint">
        <Button kind="quiet" icon="print" onClick={() => print()}>
          {words.print}
        </Button>
        <DeleteRow document={DeleteNight} variables={{ person: person.userId, date }} words={words.remove} />
      </div>
    </>
  );
}

/** What a person would say of the night. */
function useTitle(person: Person): string {
  const { night } = person;
  const words = useWords(nightWords).title;
  const heart = placeOf(night?.recharge?.heartRateAvg, baselineOf(person, 'RESTING_HR'));
  const hrv = placeOf(night?.recharge?.hrvRmssdMs, baselineOf(person, 'HRV_RMSSD'));
  const breath = placeOf(night?.recharge?.breathingRateAvg, baselineOf(person, 'BREATHING_RATE'));
  const seconds = night?.sleep?.totalSeconds;
  const length = placeOf(seconds == null ? null : seconds / 3600, baselineOf(person, 'SLEEP_HOURS'));
  if (isAbove(heart)) return allAbove(person) ? words.settled : words.faster;
  if (isOutside(heart)) return words.slower;
  if (isOutside(hrv)) return isAbove(hrv) ? words.hrvHigh : words.hrvLow;
  if (isAbove(breath)) return words.breath;
  if (length === null) return words.plain;
  if (length === 'lower' || length === 'below' || length === 'farBelow') return words.short;
  if (length === 'upper' || isAbove(length)) return words.long;
  return words.most;
}

function useLead(person: Person): string {
  const words = useWords(nightWords).lead;
  const format = useFormat();
  const { sleep, recharge } = person.night ?? {};
  const slept = sleep?.totalSeconds;
  const usual = baselineOf(person, 'RESTING_HR').median;
  const more = recharge?.heartRateAvg != null && usual != null ? Math.round(recharge.heartRateAvg - usual) : 0;
  const time = format.text(format.duration(slept));
  const found = [
    slept == null ? '' : sleep?.sleepCycles ? words.cycles(time, format.number(sleep.sleepCycles)) : words.slept(time),
    more >= 2 ? words.more(format.number(more)) : more <= -2 ? words.less(format.number(-more)) : '',
  ];
  return found.filter(Boolean).join(' ');
}

function NightFacts({ person, night }: { person: Person; night: Night }) {
  const words = useWords(nightWords).facts;
  const format = useFormat();
  const sleep = night.sleep;
  const goal = sleep?.sleepGoalSeconds;
  const short = goal && sleep?.totalSeconds != null ? goal - sleep.totalSeconds : null;
  const minutes = short === null ? 0 : Math.round(short / 60);
  const gap = format.text(format.duration(Math.abs(minutes) * 60));
  const usual = (metric: 'RESTING_HR' | 'HRV_RMSSD') => {
    const range = rangeOf(baselineOf(person, metric));
    return range ? words.usual(format.range(metric, range.low, range.high)) : words.few;
  };
  const heart = night.recharge?.heartRateAvg;
  const hrv = night.recharge?.hrvRmssdMs;
  return (
    <Facts>
      <Fact
        label={words.asleep}
        more={short === null ? null : minutes > 0 ? words.short(gap) : minutes < 0 ? words.over(gap) : words.goal}
      >
        <Amount of={format.duration(sleep?.totalSeconds)} />
      </Fact>
      <Fact
        label={words.bed}
        more={sleep?.efficiencyPercent == null ? null : words.efficiency(format.percent(sleep.efficiencyPercent / 100))}
      >
        {sleep?.sleepStartLocal && sleep.sleepEndLocal
          ? `${format.clock(sleep.sleepStartLocal)} – ${format.clock(sleep.sleepEndLocal)}`
          : '—'}
      </Fact>
      <Fact
        label={words.heart}
        notice={isOutside(placeOf(heart, baselineOf(person, 'RESTING_HR')))}
        more={heart == null ? words.none : usual('RESTING_HR')}
      >
        <MetricAmount metric="RESTING_HR" value={heart} />
      </Fact>
      <Fact
        label={words.hrv}
        notice={isOutside(placeOf(hrv, baselineOf(person, 'HRV_RMSSD')))}
        more={hrv == null ? words.none : usual('HRV_RMSSD')}
      >
        <MetricAmount metric="HRV_RMSSD" value={hrv} />
      </Fact>
    </Facts>
  );
}
