import { useState } from 'react';
import { Button, Sheet } from '@/kit/parts';
import { useAsk } from '@/kit/useAsk';
import { useWords } from '@/kit/words';
import { kitWords } from '@/kit/words.kit';
import { Doctor } from './system.document';
import { systemWords } from './words';

/** The doctor's checks, asked for by a button: they take seconds. */
export function Checks() {
  const words = useWords(systemWords);
  const kit = useWords(kitWords);
  const [wanted, setWanted] = useState(false);
  const asked = useAsk(Doctor, wanted ? {} : null);
  const checks = asked.data?.server.checks ?? [];
  const bad = checks.filter(({ good }) => !good);
  const examine = () => (wanted ? asked.again() : setWanted(true));
  const [problem] = asked.problems;
  return (
    <Sheet title={words.doctor}>
      <div className="stack">
        <p className="say" role="status">
          {checks.length === 0 ? words.doctorSay : bad.length === 0 ? words.allGood : words.notGood(bad.length)}
        </p>
        {asked.failed && <p className="wrong">{kit.failed[asked.failed.kind].join(' ')}</p>}
        {problem && (
          <p className="wrong" lang="en">
            {problem.message}
          </p>
        )}
        <ul className="list checks">
          {[...bad, ...checks.filter(({ good }) => good)].map(({ what, good, found, advice }) => (
            <li key={what}>
              <div className="row apart">
                <h3 lang="en">{what}</h3>
                <span className={good ? 'word' : 'word outside'}>{good ? words.good : words.bad}</span>
              </div>
              <p className="hint" lang="en">
                {good ? found : advice}
              </p>
            </li>
          ))}
        </ul>
        <div className="row">
          <Button icon="check" busy={wanted && asked.loading} onClick={examine}>
            {wanted && asked.loading ? words.examining : words.examine}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
