import { Figure, Plot } from '@/kit/charts/figure';
import { hours, scale } from '@/kit/charts/scale';
import { onWall } from '@/kit/days';
import { useFormat } from '@/kit/format';
import { Sheet } from '@/kit/parts';
import { useWords } from '@/kit/words';
import { kitWords } from '@/kit/words.kit';
import type { Person } from './person';
import { todayWords } from './words';

const HOUR = 3_600_000;

/** The next bedtime on the wearer's clock. */
export function bedtimeOf(person: Person) {
  const bed = person.bedtimes?.find(({ resultType }) => resultType === 'PREDICTION');
  if (!bed?.preferredSleepStartAt || !bed.preferredSleepEndAt) return null;
  const at = (moment: string) => onWall(moment, bed.utcOffsetMinutes);
  return {
    start: at(bed.preferredSleepStartAt),
    end: at(bed.preferredSleepEndAt),
    gate: bed.sleepGateStartAt && bed.sleepGateEndAt ? ([at(bed.sleepGateStartAt), at(bed.sleepGateEndAt)] as const) : null,
    quality: bed.quality,
    offset: bed.utcOffsetMinutes,
  };
}

export function TonightSheet({ person }: { person: Person }) {
  const words = useWords(todayWords).tonight;
  const kit = useWords(kitWords);
  const format = useFormat();
  const bed = bedtimeOf(person);
  if (!bed) {
    return (
      <Sheet title={words.title}>
        <p className="hint">{words.none}</p>
      </Sheet>
    );
  }
  const from = Math.floor((Math.min(bed.start, bed.gate?.[0] ?? bed.start) - HOUR) / HOUR) * HOUR;
  const to = Math.ceil((bed.end + HOUR) / HOUR) * HOUR;
  const x = scale(from, to);
  const yours = [bed.start, bed.end].map((end) => format.yours(end, bed.offset));
  const says = [
    bed.gate && words.gate(format.clock(bed.gate[0]), format.clock(bed.gate[1])),
    bed.quality && words.quality[bed.quality],
    yours.every(Boolean) && `${kit.yours(yours.join(' – '))}.`,
  ];
  return (
    <Sheet title={words.title}>
      <p className="number">
        {format.clock(bed.start)} <span className="of inline">{words.to}</span> {format.clock(bed.end)}
      </p>
      <Figure says={says.filter(Boolean).join(' ')}>
        <Plot
          height={34}
          gutter={0}
          below={hours(from, to, 3).map((at) => ({
            at: x.percent(at),
            text: format.hour(at),
            align: x.at(at) < 40 ? 'start' : x.at(at) > 960 ? 'end' : undefined,
          }))}
        >
          {bed.gate && (
            <rect className="corefill" x={x.at(bed.gate[0])} width={x.at(bed.gate[1]) - x.at(bed.gate[0])} y="0" height="1000" />
          )}
          <rect className="barfill" x={x.at(bed.start)} width={x.at(bed.end) - x.at(bed.start)} y="250" height="500" />
          <line className="axis" x1="0" x2="1000" y1="1000" y2="1000" />
        </Plot>
      </Figure>
    </Sheet>
  );
}
