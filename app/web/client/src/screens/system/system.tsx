import { bytesOf } from '@/kit/bytes';
import { useFormat } from '@/kit/format';
import { Fact, Facts, PageHead, Sheet, ToDo } from '@/kit/parts';
import { PageOf } from '@/kit/states';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import { Audit } from './audit';
import { Checks } from './doctor';
import { Settings } from './settings';
import { Stored } from './stored';
import { System, type SystemQuery } from './system.document';
import { Webhook } from './webhook';
import { Work } from './work';
import { systemWords } from './words';

export type House = SystemQuery['server'];

export default function SystemPage() {
  const asked = useAsk(System, {});
  return <PageOf asked={asked}>{({ server }) => <Page house={server} />}</PageOf>;
}

function Page({ house }: { house: House }) {
  return (
    <>
      <Head house={house} />
      <Overview house={house} />
      <div className="halves">
        <div className="stack">
          <Budget house={house} />
          <Checks />
        </div>
        <div className="stack">
          <Webhook house={house} />
        </div>
      </div>
      <Work house={house} />
      <Stored house={house} />
      <Audit />
      <Settings of={house.settings ?? []} />
    </>
  );
}

function Head({ house }: { house: House }) {
  const words = useWords(systemWords);
  const format = useFormat();
  const look = (house.queue?.dead ?? 0) + (house.queue?.failed ?? 0) > 0;
  const { database } = house;
  const people = new Intl.PluralRules(format.locale).select(database?.people ?? 0);
  return (
    <PageHead
      eyebrow={words.eyebrow}
      title={!house.workersAlive ? words.title.asleep : look ? words.title.look : words.title.fine}
      lead={
        database &&
        words.lead(
          house.version,
          `${format.number(database.people)} ${PEOPLE[format.language][people === 'one' ? 0 : 1]}`,
          bytesOf(database.sizeBytes, format.locale),
        )
      }
    >
      {!house.workersAlive && (
        <ToDo icon="alert" notice>
          {words.asleep}
        </ToDo>
      )}
      {!house.polarClient && (
        <ToDo icon="alert" notice>
          {words.noClient}
        </ToDo>
      )}
    </PageHead>
  );
}

const PEOPLE = { en: ['person', 'people'], de: ['Person', 'Personen'], fi: ['ihminen', 'ihmistä'] } as const;

function Overview({ house }: { house: House }) {
  const { facts } = useWords(systemWords);
  const format = useFormat();
  const { database, nextSyncAt, workersAlive } = house;
  return (
    <Facts>
      <Fact label={facts.version}>{house.version}</Fact>
      <Fact
        label={facts.database}
        more={database && `TimescaleDB ${database.timescaleVersion}, PostgreSQL ${database.postgresVersion.split(' ')[0] ?? ''}`}
      >
        {house.embedded ? facts.embedded : facts.server}
      </Fact>
      <Fact label={facts.workers} notice={!workersAlive}>
        {workersAlive ? facts.running : facts.still}
      </Fact>
      <Fact label={facts.next}>
        {!nextSyncAt ? facts.nobody : Date.parse(nextSyncAt) > Date.now() ? format.ago(nextSyncAt) : facts.now}
      </Fact>
    </Facts>
  );
}

function Budget({ house }: { house: House }) {
  const words = useWords(systemWords);
  const format = useFormat();
  const windows = house.polarBudget ?? [];
  return (
    <Sheet title={words.budget}>
      {windows.length === 0 && <p className="say">{words.budgetNone}</p>}
      <ul className="list">
        {windows.map((window) => {
          const over = Date.parse(window.resetsAt) <= Date.now();
          const left = over ? window.allowed : window.left;
          return (
            <li key={window.span}>
              <div className="row apart">
                <h3>{words.span[window.span] ?? window.span}</h3>
                <span>{words.left(format.number(left), format.number(window.allowed))}</span>
              </div>
              <div
                className="progress"
                role="meter"
                aria-label={words.span[window.span] ?? window.span}
                aria-valuemin={0}
                aria-valuemax={window.allowed}
                aria-valuenow={left}
              >
                <i style={{ width: `${(100 * left) / window.allowed}%` }} />
              </div>
              <p className="hint">{over ? words.budgetOver : words.resets(format.ago(window.resetsAt))}</p>
            </li>
          );
        })}
      </ul>
    </Sheet>
  );
}
