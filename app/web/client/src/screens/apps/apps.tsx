import { announce } from '@/kit/announce';
import { useDeed, Wrong } from '@/kit/deed';
import { useFormat } from '@/kit/format';
import { Button, PageHead, Sheet } from '@/kit/parts';
import { Name } from '@/kit/quantity';
import { Link } from '@/kit/router';
import { KeyRow } from '@/kit/rows';
import { PageOf } from '@/kit/states';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import { Apps, type AppsQuery, DisconnectApp } from './apps.document';
import { appsWords } from './words';

type App = NonNullable<AppsQuery['connectedApps']>[number];

/** Whom somebody let in, what each read, and the way out. */
export default function AppsPage() {
  const asked = useAsk(Apps, {});
  return <PageOf asked={asked}>{(data) => <Page data={data} />}</PageOf>;
}

function Page({ data }: { data: AppsQuery }) {
  const words = useWords(appsWords);
  const format = useFormat();
  const apps = data.connectedApps ?? [];
  const names = new Map((data.people?.nodes ?? []).map((each) => [each.userId, each.displayName?.trim() || each.userId]));
  return (
    <>
      <PageHead
        eyebrow={words.eyebrow}
        title={apps.length === 0 ? words.none : words.some(format.number(apps.length), apps.length)}
        lead={words.lead}
      />
      {apps.length > 0 && (
        <Sheet title={words.title}>
          <ul className="list">
            {apps.map((app) => (
              <AppLine key={app.appId} of={app} opens={app.userId && (names.get(app.userId) ?? app.userId)} />
            ))}
          </ul>
        </Sheet>
      )}
      <p>
        <Link className="button" href="/assistants">
          {words.connect}
        </Link>
      </p>
    </>
  );
}

function AppLine({ of, opens }: { of: App; opens: string | null }) {
  const words = useWords(appsWords);
  const format = useFormat();
  const deed = useDeed(DisconnectApp);
  const end = async () => {
    if (await deed.run({ app: of.appId })) announce(words.done(of.name));
  };
  const classes = (of.classes ?? []).map((one) => words.classes[one] ?? one);
  return (
    <KeyRow
      name={<Name>{of.name}</Name>}
      whole={of.host}
      state={of.audience === 'MCP' ? words.assistant : of.audience === 'API' ? words.app : words.key}
      facts={
        <span className="keyfacts">
          <span>
            <i>{words.opens}</i> {opens ? <Name>{opens}</Name> : words.everybody}
          </span>
          <span>
            <i>{words.lastUsed}</i> {of.lastUsedAt ? format.ago(of.lastUsedAt) : words.never}
          </span>
          <span>
            <i>{words.ends}</i> {of.expiresAt ? format.dayYear(Date.parse(of.expiresAt)) : words.never}
          </span>
        </span>
      }
      deeds={
        <Button kind="quiet" busy={deed.busy} onClick={() => void end()}>
          {words.end}
        </Button>
      }
    >
      <p className="say">
        {words.may(classes.length > 0 ? format.list(classes) : words.everything)}
        {of.scopes.includes('SYNC') && ` ${words.sync}`}
      </p>
      <p className="hint">
        {of.read.length > 0 ? words.read(format.number(of.requestCount), format.list(of.read)) : words.nothing}
      </p>
      <Wrong problem={deed.problem} />
    </KeyRow>
  );
}
