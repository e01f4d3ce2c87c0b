import { Sheet } from '@/kit/parts';
import { Link } from '@/kit/router';
import { useWords } from '@/kit/words';
import { appsWords } from './words';

/** On the account's page: where applications are seen and sent away. */
export function AppsSection() {
  const words = useWords(appsWords);
  return (
    <Sheet title={words.eyebrow}>
      <div className="stack">
        <p className="say">{words.lead}</p>
        <div className="row">
          <Link className="button" href="/apps">
            {words.title}
          </Link>
          <Link className="button quiet" href="/assistants">
            {words.connect}
          </Link>
        </div>
      </div>
    </Sheet>
  );
}
