import { words } from '@/kit/words';

interface Chapter {
  readonly eyebrow: string;
  readonly title: string;
  readonly lead: string;
  readonly address: string;
  readonly keyless: string;
  readonly notNear: string;
  readonly claude: { readonly title: string; readonly steps: readonly string[] };
  readonly chatgpt: { readonly title: string; readonly steps: readonly string[] };
  readonly code: { readonly title: string; readonly steps: readonly string[]; readonly others: string };
  readonly ask: { readonly title: string; readonly questions: readonly string[] };
  readonly apps: string;
}

export const assistantsWords = words<Chapter>(
  {
    eyebrow: 'Account',
    title: 'Connect an assistant.',
    lead: 'Ask how you slept, and it looks it up here. It reads what you allow on the next page, and nothing else.',
    address: 'The address of this Ursa for assistants',
    keyless: 'No key is needed: the assistant sends you to Ursa, and Ursa asks you.',
    notNear: 'Needs an address that the Internet reaches',
    claude: {
      title: 'Claude (web, desktop, phone)',
      steps: [
        'Open Settings, then Connectors, and choose “Add custom connector”.',
        'Give it the name Ursa and the address above, and add it.',
        'Choose “Connect”. Sign in here, look at what it asks for, and allow it.',
      ],
    },
    chatgpt: {
      title: 'ChatGPT',
      steps: [
        'Open Settings, then Apps & Connectors, and under Advanced switch Developer mode on.',
        'Choose “Create”, give it the name Ursa, the address above, and OAuth as authentication.',
        'Choose “Connect”. Sign in here, look at what it asks for, and allow it.',
      ],
    },
    code: {
      title: 'Claude Code, VS Code, Cursor',
      steps: ['Add the address on the command line, then type /mcp and choose ursa.', 'Your browser opens: allow it here.'],
      others: 'Programs that read a JSON file take this:',
    },
    ask: {
      title: 'Then ask',
      questions: ['How did I sleep?', 'Was this week’s HRV unlike my usual?', 'What was my longest run this spring?'],
    },
    apps: 'Connected apps',
  },
  {
    eyebrow: 'Konto',
    title: 'Assistenten verbinden.',
    lead: 'Frag, wie du geschlafen hast, und er schlägt es hier nach. Er liest, was du auf der nächsten Seite erlaubst, sonst nichts.',
    address: 'Die Adresse dieses Ursa für Assistenten',
    keyless: 'Ein Schlüssel ist nicht nötig: der Assistent schickt dich zu Ursa, und Ursa fragt dich.',
    notNear: 'Braucht eine Adresse, die das Internet erreicht',
    claude: {
      title: 'Claude (Web, Rechner, Telefon)',
      steps: [
        'Öffne Einstellungen, dann Konnektoren, und wähle „Benutzerdefinierten Konnektor hinzufügen“.',
        'Gib ihm den Namen Ursa und die Adresse von oben und füge ihn hinzu.',
        'Wähle „Verbinden“. Melde dich hier an, sieh an, worum er bittet, und erlaube es.',
      ],
    },
    chatgpt: {
      title: 'ChatGPT',
      steps: [
        'Öffne Einstellungen, dann Apps & Konnektoren, und schalte unter Erweitert den Entwicklermodus ein.',
        'Wähle „Erstellen“, gib den Namen Ursa, die Adresse von oben und OAuth als Anmeldung an.',
        'Wähle „Verbinden“. Melde dich hier an, sieh an, worum er bittet, und erlaube es.',
      ],
    },
    code: {
      title: 'Claude Code, VS Code, Cursor',
      steps: ['Füge die Adresse auf der Kommandozeile hinzu, tippe dann /mcp und wähle ursa.', 'Dein Browser öffnet sich: erlaube es hier.'],
      others: 'Programme, die eine JSON-Datei lesen, nehmen dies:',
    },
    ask: {
      title: 'Dann frag',
      questions: ['Wie habe ich geschlafen?', 'War die HRV diese Woche anders als sonst bei mir?', 'Was war mein längster Lauf in diesem Frühling?'],
    },
    apps: 'Verbundene Apps',
  },
  {
    eyebrow: 'Tili',
    title: 'Yhdistä avustaja.',
    lead: 'Kysy miten nukuit, ja avustaja katsoo sen täältä. Se lukee sen minkä sallit seuraavalla sivulla, eikä muuta.',
    address: 'Tämän Ursan osoite avustajille',
    keyless: 'Avainta ei tarvita: avustaja lähettää sinut Ursaan, ja Ursa kysyy sinulta.',
    notNear: 'Vaatii osoitteen, johon pääsee internetistä',
    claude: {
      title: 'Claude (selain, tietokone, puhelin)',
      steps: [
        'Avaa asetukset, sitten liittimet (Connectors), ja valitse ”Add custom connector”.',
        'Anna nimeksi Ursa ja osoitteeksi yllä oleva, ja lisää se.',
        'Valitse ”Connect”. Kirjaudu tänne, katso mitä se pyytää, ja salli se.',
      ],
    },
    chatgpt: {
      title: 'ChatGPT',
      steps: [
        'Avaa asetukset, sitten Apps & Connectors, ja ota lisäasetuksista kehittäjätila käyttöön.',
        'Valitse ”Create”, anna nimeksi Ursa, osoitteeksi yllä oleva ja todennukseksi OAuth.',
        'Valitse ”Connect”. Kirjaudu tänne, katso mitä se pyytää, ja salli se.',
      ],
    },
    code: {
      title: 'Claude Code, VS Code, Cursor',
      steps: ['Lisää osoite komentorivillä, kirjoita sitten /mcp ja valitse ursa.', 'Selain aukeaa: salli pääsy täällä.'],
      others: 'Ohjelmat, jotka lukevat JSON-tiedoston, ottavat tämän:',
    },
    ask: {
      title: 'Kysy sitten',
      questions: ['Miten nukuin?', 'Oliko tämän viikon sykevälivaihtelu tavallisestani poikkeava?', 'Mikä oli pisin juoksuni tänä keväänä?'],
    },
    apps: 'Yhdistetyt sovellukset',
  },
);
