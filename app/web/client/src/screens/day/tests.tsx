// What the wearer measured on purpose that day; a test that went wrong can be deleted.

import { DeleteRow } from '@/kit/deleteRow';
import type { Document } from '@/kit/document';
import { Figure, Plot } from '@/kit/charts/figure';
import { line, scale, scaleOf } from '@/kit/charts/scale';
import { useFormat } from '@/kit/format';
import { Pairs, Sheet } from '@/kit/parts';
import { useWords } from '@/kit/words';
import type { Person } from './day';
import { DeleteEcgTest, DeleteFitnessTest, DeleteOrthostaticTest, DeleteSpo2Test } from './day.document';
import { testWords } from './tests.words';

type Of<Tests> = NonNullable<Tests> extends { nodes: readonly (infer Test)[] } ? Test : never;
type Spo2 = Of<Person['spo2Tests']>;
type Ecg = Of<Person['ecgTests']>;
type Orthostatic = NonNullable<Person['orthostaticTests']>[number];
type Fitness = NonNullable<Person['fitnessTests']>[number];
type Row = readonly [string, string];

const SECOND_PX = 72;
const GAP_MS = 200;

export function hasTests({ spo2Tests, ecgTests, orthostaticTests, fitnessTests }: Person): boolean {
  return [spo2Tests?.nodes, ecgTests?.nodes, orthostaticTests, fitnessTests].some((each) => each?.length);
}

export function TestSheet({ person }: { person: Person }) {
  const words = useWords(testWords);
  if (!hasTests(person)) return null;
  return (
    <Sheet title={words.title}>
      <div className="stack">
        {person.ecgTests?.nodes.map((each) => <EcgOf key={each.testAt} person={person.userId} test={each} />)}
        {person.spo2Tests?.nodes.map((each) => <Spo2Of key={each.testAt} person={person.userId} test={each} />)}
        {person.orthostaticTests?.map((each) => <OrthostaticOf key={each.id} person={person.userId} test={each} />)}
        {person.fitnessTests?.map((each) => <FitnessOf key={each.id} person={person.userId} test={each} />)}
      </div>
    </Sheet>
  );
}

function Head({ name, at }: { name: string; at: string }) {
  const format = useFormat();
  return (
    <h3>
      {name} <span className="quiet">{format.clock(at)}</span>
    </h3>
  );
}

function Told({ rows }: { rows: readonly (Row | null)[] }) {
  return <Pairs rows={rows.filter((row) => row !== null)} />;
}

interface Which {
  readonly person: string;
  readonly at: string;
}

function Remove({ document, person, at }: Which & { document: Document<unknown, Which> }) {
  const words = useWords(testWords);
  return (
    <div className="row noprint">
      <DeleteRow document={document} variables={{ person, at }} words={words.remove} />
    </div>
  );
}

/** A row of a number that is there. */
function useRow() {
  const format = useFormat();
  return (name: string, value: number | null, unit: string, digits = 0): Row | null =>
    value === null ? null : [name, `${format.number(value, digits)} ${unit}`];
}

function Spo2Of({ person, test }: { person: string; test: Spo2 }) {
  const words = useWords(testWords);
  const format = useFormat();
  const row = useRow();
  const { bloodOxygenPercent: oxygen } = test;
  const beside = test.deviationFromBaseline && words.usual[test.deviationFromBaseline];
  const percent = oxygen === null ? words.spo2.inconclusive : format.percent(oxygen / 100);
  return (
    <div className="stack">
      <Head name={words.spo2.name} at={test.testLocal} />
      <Told
        rows={[
          [words.spo2.oxygen, [percent, oxygen === null ? null : beside].filter(Boolean).join(', ')],
          row(words.heart, test.heartRateAvg, 'bpm'),
          row(words.hrv, test.hrvMs, 'ms'),
          test.qualityPercent === null ? null : [words.spo2.quality, format.percent(test.qualityPercent / 100)],
          row(words.spo2.altitude, test.altitudeMetres, 'm'),
        ]}
      />
      <Remove document={DeleteSpo2Test} person={person} at={test.testAt} />
    </div>
  );
}

function EcgOf({ person, test }: { person: string; test: Ecg }) {
  const words = useWords(testWords);
  const row = useRow();
  const level = test.hrvLevel ? words.usual[test.hrvLevel] : null;
  return (
    <div className="stack">
      <Head name={words.ecg.name} at={test.testLocal} />
      {test.waveform && <Waveform of={test.waveform} />}
      <Told
        rows={[row(words.heart, test.heartRateAvg, 'bpm'), row(words.hrv, test.hrvMs, 'ms'), level ? [words.ecg.level, level] : null]}
      />
      <p className="hint">{words.ecg.noDiagnosis}</p>
      <Remove document={DeleteEcgTest} person={person} at={test.testAt} />
    </div>
  );
}

/** As wide as it lasted, because beats that are squeezed together can not be told apart. */
function Waveform({ of }: { of: NonNullable<Ecg['waveform']> }) {
  const words = useWords(testWords).ecg;
  const format = useFormat();
  const { sampleOffsetMs: at, amplitudeMv: amplitude } = of;
  const seconds = Math.max(1, Math.ceil((at.at(-1) ?? 0) / 1000));
  const x = scale(0, 1000 * seconds);
  const y = scaleOf(amplitude);
  const points = at.map((each, index) => [each, amplitude[index]] as const);
  const numbers = {
    head: [words.time, words.amplitude],
    count: at.length,
    row: (index: number) => [`${format.number((at[index] ?? 0) / 1000, 2)} s`, `${format.number(amplitude[index] ?? 0, 3)} mV`],
  };
  return (
    <Figure says={words.says(format.number(seconds))} numbers={numbers}>
      <div className="scroll" tabIndex={0} role="region" aria-label={words.name}>
        <div style={{ width: `${seconds * SECOND_PX}px` }}>
          <Plot
            height={140}
            gutter={0}
            below={Array.from({ length: seconds }, (_, second) => ({
              at: x.percent(1000 * second),
              text: `${second} s`,
              align: 'start',
            }))}
          >
            {Array.from({ length: seconds }, (_, second) => (
              <path key={second} className="gridline" d={`M${x.at(1000 * second)} 0V1000`} />
            ))}
            <path className="line thin" d={line(points, x, y, GAP_MS)} />
          </Plot>
        </div>
      </div>
    </Figure>
  );
}

function OrthostaticOf({ person, test }: { person: string; test: Orthostatic }) {
  const words = useWords(testWords);
  const row = useRow();
  const bpm = (interval: number | null) => (interval === null ? null : 60_000 / interval);
  return (
    <div className="stack">
      <Head name={words.orthostatic.name} at={test.testLocal} />
      <Told
        rows={[
          row(words.orthostatic.lying, bpm(test.rrSupineMs), 'bpm'),
          row(words.orthostatic.standing, bpm(test.rrStandingMs), 'bpm'),
          row(words.orthostatic.rmssdLying, test.rmssdSupineMs, 'ms'),
          row(words.orthostatic.rmssdStanding, test.rmssdStandingMs, 'ms'),
        ]}
      />
      <Remove document={DeleteOrthostaticTest} person={person} at={test.testAt} />
    </div>
  );
}

function FitnessOf({ person, test }: { person: string; test: Fitness }) {
  const words = useWords(testWords);
  const row = useRow();
  return (
    <div className="stack">
      <Head name={words.fitness.name} at={test.testLocal} />
      <Told
        rows={[
          row(words.fitness.ownIndex, test.ownIndex, 'ml/kg/min'),
          row(words.heart, test.heartRateAvg, 'bpm'),
          row(words.fitness.highest, test.heartRateMax, 'bpm'),
        ]}
      />
      <Remove document={DeleteFitnessTest} person={person} at={test.testAt} />
    </div>
  );
}
