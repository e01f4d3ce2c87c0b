import type { DataClass } from '@/enums';
import { words } from '@/kit/words';

interface Chapter {
  readonly eyebrow: string;
  readonly none: string;
  readonly some: (count: string, plain: number) => string;
  readonly lead: string;
  readonly title: string;
  readonly connect: string;
  readonly assistant: string;
  readonly app: string;
  readonly key: string;
  readonly opens: string;
  readonly everybody: string;
  readonly lastUsed: string;
  readonly never: string;
  readonly ends: string;
  readonly end: string;
  readonly done: (name: string) => string;
  readonly may: (what: string) => string;
  readonly everything: string;
  readonly classes: Readonly<Record<DataClass, string>>;
  readonly sync: string;
  readonly read: (times: string, what: string) => string;
  readonly nothing: string;
}

export const appsWords = words<Chapter>(
  {
    eyebrow: 'Connected apps',
    none: 'No application is connected.',
    some: (count, plain) => (plain === 1 ? 'One application is connected.' : `${count} applications are connected.`),
    lead: 'Applications and assistants that somebody let in. Ended here, their access is over at once.',
    title: 'Who has access',
    connect: 'Connect an assistant',
    assistant: 'Assistant',
    app: 'Application',
    key: 'With a key',
    opens: 'Opens',
    everybody: 'everybody',
    lastUsed: 'Last used',
    never: 'never',
    ends: 'Ends',
    end: 'End access',
    done: (name) => `${name} has no access any more.`,
    may: (what) => `May read: ${what}.`,
    everything: 'everything',
    classes: { SLEEP: 'sleep', HEART: 'heart', TRAINING: 'training', LOCATION: 'where you were', PROFILE: 'profile' },
    sync: 'It may fetch what is new.',
    read: (times, what) => `Asked ${times} times: ${what}.`,
    nothing: 'It has not asked for anything yet.',
  },
  {
    eyebrow: 'Verbundene Apps',
    none: 'Keine Anwendung ist verbunden.',
    some: (count, plain) => (plain === 1 ? 'Eine Anwendung ist verbunden.' : `${count} Anwendungen sind verbunden.`),
    lead: 'Anwendungen und Assistenten, die jemand hineingelassen hat. Hier beendet, ist ihr Zugang sofort vorbei.',
    title: 'Wer Zugang hat',
    connect: 'Assistenten verbinden',
    assistant: 'Assistent',
    app: 'Anwendung',
    key: 'Mit Schlüssel',
    opens: 'Öffnet',
    everybody: 'alle',
    lastUsed: 'Zuletzt benutzt',
    never: 'nie',
    ends: 'Endet',
    end: 'Zugang beenden',
    done: (name) => `${name} hat keinen Zugang mehr.`,
    may: (what) => `Darf lesen: ${what}.`,
    everything: 'alles',
    classes: { SLEEP: 'Schlaf', HEART: 'Herz', TRAINING: 'Training', LOCATION: 'wo du warst', PROFILE: 'Profil' },
    sync: 'Neues abholen darf sie auch.',
    read: (times, what) => `Hat ${times}-mal gefragt: ${what}.`,
    nothing: 'Sie hat noch nach nichts gefragt.',
  },
  {
    eyebrow: 'Yhdistetyt sovellukset',
    none: 'Yhtään sovellusta ei ole yhdistetty.',
    some: (count, plain) => (plain === 1 ? 'Yksi sovellus on yhdistetty.' : `${count} sovellusta on yhdistetty.`),
    lead: 'Sovellukset ja avustajat, jotka joku on päästänyt sisään. Täällä lopetettu pääsy päättyy heti.',
    title: 'Kenellä on pääsy',
    connect: 'Yhdistä avustaja',
    assistant: 'Avustaja',
    app: 'Sovellus',
    key: 'Avaimella',
    opens: 'Avaa',
    everybody: 'kaikki',
    lastUsed: 'Viimeksi käytetty',
    never: 'ei koskaan',
    ends: 'Päättyy',
    end: 'Lopeta pääsy',
    done: (name) => `Sovelluksella ${name} ei ole enää pääsyä.`,
    may: (what) => `Saa lukea: ${what}.`,
    everything: 'kaikki',
    classes: { SLEEP: 'uni', HEART: 'sydän', TRAINING: 'harjoittelu', LOCATION: 'missä olit', PROFILE: 'profiili' },
    sync: 'Se saa hakea uudet tiedot.',
    read: (times, what) => `Kysynyt ${times} kertaa: ${what}.`,
    nothing: 'Se ei ole vielä kysynyt mitään.',
  },
);
