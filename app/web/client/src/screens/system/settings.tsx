import { useState } from 'react';
import { Segments, Sheet } from '@/kit/parts';
import { useWords } from '@/kit/words';
import type { House } from './system';
import { systemWords } from './words';

type Setting = NonNullable<House['settings']>[number];

/** Every setting, what holds, and where it is from. */
export function Settings({ of }: { of: readonly Setting[] }) {
  const words = useWords(systemWords);
  const [which, setWhich] = useState<'set' | 'all'>('set');
  const shown = which === 'all' ? of : of.filter(({ source }) => source !== 'DEFAULT');
  return (
    <Sheet
      title={words.settings}
      aside={
        <Segments
          label={words.filter}
          value={which}
          options={[['set', words.onlySet] as const, ['all', words.all] as const]}
          onChoose={setWhich}
        />
      }
    >
      <p className="say">{words.settingsSay}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={words.tables.settings}>
        <table className="settings">
          <thead>
            <tr>
              <th scope="col">{words.setting}</th>
              <th scope="col">{words.value}</th>
              <th scope="col">{words.from}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((each) => (
              <tr key={each.name}>
                <th scope="row">
                  <code>{each.name}</code>
                  <p className="hint" lang="en">
                    {each.meaning}
                  </p>
                </th>
                <td>{each.secret && each.isSet ? words.secret : <code>{each.value ?? words.notSet}</code>}</td>
                <td>{words.source[each.source]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Sheet>
  );
}
