import { CopyText, PageHead, Sheet } from '@/kit/parts';
import { Link } from '@/kit/router';
import { useWords } from '@/kit/words';
import { assistantsWords } from './words';

/** The three usual assistants, step by step; each of them comes to the consent page by itself. */
export default function AssistantsPage() {
  const words = useWords(assistantsWords);
  const address = `${location.origin}/mcp`;
  const near = /^(localhost|127\.|\[::1\])/.test(location.host);
  const json = JSON.stringify({ mcpServers: { ursa: { type: 'http', url: address } } }, null, 2);
  return (
    <div className="page">
      <PageHead eyebrow={words.eyebrow} title={words.title} lead={words.lead} />
      <Sheet title={words.address}>
        <div className="stack">
          <CopyText label={words.address}>{address}</CopyText>
          <p className="hint">{words.keyless}</p>
        </div>
      </Sheet>
      <Sheet title={words.claude.title} aside={near ? words.notNear : undefined}>
        <Steps of={words.claude.steps} />
      </Sheet>
      <Sheet title={words.chatgpt.title} aside={near ? words.notNear : undefined}>
        <Steps of={words.chatgpt.steps} />
      </Sheet>
      <Sheet title={words.code.title}>
        <div className="stack">
          <Steps of={words.code.steps} />
          <CopyText label={words.code.title}>{`claude mcp add --transport http ursa ${address}`}</CopyText>
          <p className="hint">{words.code.others}</p>
          <CopyText label={words.code.others}>{json}</CopyText>
        </div>
      </Sheet>
      <Sheet title={words.ask.title}>
        <ul className="list">
          {words.ask.questions.map((question) => (
            <li key={question} className="say">
              {question}
            </li>
          ))}
        </ul>
      </Sheet>
      <p>
        <Link className="button" href="/apps">
          {words.apps}
        </Link>
      </p>
    </div>
  );
}

function Steps({ of }: { of: readonly string[] }) {
  return (
    <ol className="stack">
      {of.map((step, index) => (
        <li key={step} className="say">
          {index + 1}. {step}
        </li>
      ))}
    </ol>
  );
}
