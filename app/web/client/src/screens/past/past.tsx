import { PageHead } from '@/kit/parts';
import { Name } from '@/kit/quantity';
import { PageOf } from '@/kit/states';
import { useUnderWay } from '@/kit/underWay';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import type { PageProps } from '@/routes';
import { Further } from './further';
import { Past, type PastQuery } from './past.document';
import { Runs } from './runs';
import { Upload } from './upload';
import { pastWords } from './words';

export type Person = NonNullable<PastQuery['person']>;
export type Run = NonNullable<Person['imports']>[number];

/** Whether a worker has it, or will. */
export function isUnderWay({ state }: Run): boolean {
  return state === 'queued' || state === 'running';
}

export default function PastPage({ person }: PageProps) {
  const words = useWords(pastWords);
  const asked = useAsk(Past, { person });
  const found = asked.data?.person;
  const working = found?.imports?.some(isUnderWay) ?? false;
  useUnderWay(working || found?.backfill?.state === 'RUNNING');
  return (
    <PageOf asked={asked}>
      {(data) =>
        data.person && (
          <>
            <PageHead
              eyebrow={<Name>{data.person.displayName ?? data.person.userId}</Name>}
              title={words.title}
              lead={words.lead}
            />
            <Upload person={data.person} working={working} />
            <Runs runs={data.person.imports ?? []} />
            <Further person={data.person} />
          </>
        )
      }
    </PageOf>
  );
}
