import { useState } from 'react';
import { useFormat } from '@/kit/format';
import { Sheet } from '@/kit/parts';
import { useWords } from '@/kit/words';
import { bytesOf } from '@/kit/bytes';
import type { House } from './system';
import { systemWords } from './words';

type Relation = NonNullable<House['relations']>[number];

const LARGEST = 6;

/** The largest relations, their chunks, and what compression saves. */
export function Stored({ house }: { house: House }) {
  const words = useWords(systemWords);
  const { locale } = useFormat();
  const [all, setAll] = useState(false);
  const relations = house.relations ?? [];
  const saved = relations.reduce((sum, each) => sum + savedBy(each), 0);
  const shown = all ? relations : relations.slice(0, LARGEST);
  return (
    <Sheet title={words.stored} aside={house.database && bytesOf(house.database.sizeBytes, locale)}>
      <p className="say">{saved > 0 ? words.saved(bytesOf(saved, locale)) : words.savedNone}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={words.tables.stored}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.table.relation}</th>
              <th scope="col" className="end">
                {words.table.size}
              </th>
              <th scope="col" className="end">
                {words.table.chunks}
              </th>
              <th scope="col" className="end">
                {words.table.compressed}
              </th>
              <th scope="col" className="end">
                {words.table.saves}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((each) => (
              <Row key={each.relation} of={each} />
            ))}
          </tbody>
        </table>
      </div>
      {!all && relations.length > LARGEST && (
        <p>
          <button type="button" className="button quiet" onClick={() => setAll(true)}>
            {words.showTable(relations.length)}
          </button>
        </p>
      )}
    </Sheet>
  );
}

function savedBy({ beforeBytes, afterBytes }: Relation): number {
  return beforeBytes !== null && afterBytes !== null ? beforeBytes - afterBytes : 0;
}

function Row({ of }: { of: Relation }) {
  const words = useWords(systemWords);
  const format = useFormat();
  const share = of.beforeBytes ? savedBy(of) / of.beforeBytes : null;
  return (
    <tr>
      <th scope="row">
        <code>{of.relation}</code> {of.aggregate && <span className="hint">{words.aggregate}</span>}
      </th>
      <td className="end">{bytesOf(of.sizeBytes, format.locale)}</td>
      <td className="end">{format.number(of.chunks)}</td>
      <td className="end">{format.number(of.compressedChunks)}</td>
      <td className="end">{share === null ? '—' : format.percent(share)}</td>
    </tr>
  );
}
