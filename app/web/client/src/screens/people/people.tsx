import { type FormEvent, useState } from 'react';
import type { PeopleOrder } from '@/enums';
import { useFormat } from '@/kit/format';
import { Icon } from '@/kit/icons';
import { Button, PageHead } from '@/kit/parts';
import { useQuery } from '@/kit/router';
import { PageOf } from '@/kit/states';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import { Asked, type Asking, Card, type One, stateOf } from './card';
import { Connect, Invite } from './door';
import { People, type PeopleQuery } from './people.document';
import { peopleWords } from './words';

const ORDERS: readonly PeopleOrder[] = ['NAME', 'LAST_SYNC', 'USER_ID'];

export default function PeoplePage() {
  const [search, setSearch] = useQuery('search');
  const [order, setOrder] = useQuery('order');
  const [after, setAfter] = useState<string | null>(null);
  const by = ORDERS.find((each) => each === order) ?? 'NAME';
  const asked = useAsk(People, { search, by, after });
  return (
    <PageOf asked={asked}>
      {(data) => (
        <Page
          data={data}
          search={search}
          by={by}
          after={after}
          setSearch={(text) => {
            setAfter(null);
            setSearch(text);
          }}
          setBy={(next) => {
            setAfter(null);
            setOrder(next);
          }}
          setAfter={setAfter}
        />
      )}
    </PageOf>
  );
}

function Page(given: {
  data: PeopleQuery;
  search: string | null;
  by: PeopleOrder;
  after: string | null;
  setSearch: (text: string | null) => void;
  setBy: (by: PeopleOrder) => void;
  setAfter: (cursor: string | null) => void;
}) {
  const { data, search, after } = given;
  const words = useWords(peopleWords);
  const [door, setDoor] = useState<'connect' | 'invite' | null>(null);
  const [asked, setAsked] = useState<{ of: One; asking: Asking } | null>(null);
  const people = data.people?.nodes ?? [];
  const next = data.people?.pageInfo;
  return (
    <>
      <Head people={people} found={search !== null} more={next?.hasNextPage ?? false} client={data.server.polarClient} />
      <div className="row tools">
        <Search text={search} look={given.setSearch} />
        <label className="order">
          <span className="vh">{words.order}</span>
          <select
            className="input"
            value={given.by}
            onChange={(event) => given.setBy(event.target.value as PeopleOrder)}
          >
            {ORDERS.map((each) => (
              <option key={each} value={each}>
                {words.orders[each]}
              </option>
            ))}
          </select>
        </label>
        <Button onClick={() => setDoor('invite')} disabled={!data.server.polarClient}>
          {words.invite}
        </Button>
        <Button kind="main" icon="plus" onClick={() => setDoor('connect')} disabled={!data.server.polarClient}>
          {words.connect}
        </Button>
      </div>
      {people.length === 0 && search && (
        <p className="say">
          {words.notFound(search)}{' '}
          <Button kind="quiet" onClick={() => given.setSearch(null)}>
            {words.clear}
          </Button>
        </p>
      )}
      <h2 className="vh">{words.everybody}</h2>
      <ul className="halves people">
        {people.map((one) => (
          <Card key={one.userId} of={one} ask={(asking) => setAsked({ of: one, asking })} />
        ))}
      </ul>
      {(after || next?.hasNextPage) && (
        <div className="row pager">
          {after && <Button onClick={() => given.setAfter(null)}>{words.first}</Button>}
          {next?.hasNextPage && <Button onClick={() => given.setAfter(next.endCursor)}>{words.more}</Button>}
        </div>
      )}
      {asked && (
        <Asked key={asked.of.userId} {...asked} ask={(asking) => setAsked({ of: asked.of, asking })} />
      )}
      <Connect open={door === 'connect'} close={() => setDoor(null)} />
      <Invite open={door === 'invite'} close={() => setDoor(null)} />
    </>
  );
}

/** Who is here, and whom to look at. */
function Head(given: { people: readonly One[]; found: boolean; more: boolean; client: boolean }) {
  const { people } = given;
  const words = useWords(peopleWords);
  const format = useFormat();
  const again = people.filter((one) => stateOf(one) === 'again');
  const out = people.filter((one) => stateOf(one) === 'look');
  const look = again.length + out.length;
  const count = `${format.number(people.length)}${given.more ? '+' : ''}`;
  const title = () => {
    if (people.length === 0 && !given.found) return words.title.nobody;
    if (look > 0) return words.title.look(count, format.number(look), people.length);
    return words.title.some(count, people.length);
  };
  const lead = [
    !given.client && words.lead.noClient,
    people.length === 0 && !given.found && words.lead.nobody,
    again.length > 0 && words.lead.again(format.list(again.map(calledOf)), again.length),
    out.length > 0 && words.lead.out(format.list(out.map(calledOf))),
    people.length > 0 && look === 0 && words.lead.fine,
  ];
  return <PageHead eyebrow={words.eyebrow} title={title()} lead={lead.filter(Boolean).join(' ')} />;
}

function calledOf({ displayName, userId }: One): string {
  return displayName?.trim() || userId;
}

function Search({ text, look }: { text: string | null; look: (text: string | null) => void }) {
  const words = useWords(peopleWords);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    look(String(new FormData(event.currentTarget).get('search') ?? '').trim() || null);
  };
  return (
    <form role="search" className="search" onSubmit={send}>
      <label>
        <span className="vh">{words.search}</span>
        <input
          className="input"
          type="search"
          name="search"
          key={text}
          defaultValue={text ?? ''}
          placeholder={words.search}
          maxLength={100}
        />
      </label>
      <button type="submit" className="button square" aria-label={words.search}>
        <Icon name="search" small />
      </button>
    </form>
  );
}
