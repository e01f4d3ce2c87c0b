import { useEffect, useState } from 'react';
import { PageHead } from '@/kit/parts';
import { post } from '@/kit/post';
import { readSession } from '@/kit/session';
import { useWords } from '@/kit/words';
import { Door } from '../signin/door';
import { signInWords } from '../signin/words';

// React mounts twice while developing; a link works once.
let entering: Promise<boolean> | undefined;

/** The token stays behind the #, which no server and no log sees, and leaves the address at once. */
async function enter(): Promise<boolean> {
  const token = location.hash.slice(1);
  history.replaceState(null, '', location.pathname);
  const answer = token ? await post('/session/link', { token }) : undefined;
  const session = await readSession().catch(() => null);
  if (!answer?.ok && !session) return false;
  location.replace(session?.role === 'setup' ? '/setup' : '/');
  return true;
}

export default function EnterPage() {
  const words = useWords(signInWords);
  const [over, setOver] = useState(false);
  useEffect(() => {
    entering ??= enter();
    void entering.then((entered) => setOver(!entered));
    // Another link is pasted here: the page stays, its address alone changes.
    const again = () => location.hash && location.reload();
    addEventListener('hashchange', again);
    return () => removeEventListener('hashchange', again);
  }, []);
  const [title, lead] = words.over;
  return (
    <Door where={words.where}>
      {over ? (
        <PageHead title={title ?? ''} lead={lead}>
          <p>
            <a className="button main" href="/signin">
              {words.toSignIn}
            </a>
          </p>
        </PageHead>
      ) : (
        <PageHead title={words.entering} />
      )}
    </Door>
  );
}
