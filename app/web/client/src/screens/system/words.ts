import type { JobState, SettingSource } from '@/enums';
import { words } from '@/kit/words';

interface Chapter {
  readonly eyebrow: string;
  /** Names of tables, for who hears them. */
  readonly tables: { readonly work: string; readonly stored: string; readonly settings: string };
  readonly title: { readonly fine: string; readonly asleep: string; readonly look: string };
  readonly lead: (version: string, people: string, size: string) => string;
  readonly asleep: string;
  readonly noClient: string;
  readonly facts: {
    readonly version: string;
    readonly database: string;
    readonly embedded: string;
    readonly server: string;
    readonly size: string;
    readonly workers: string;
    readonly running: string;
    readonly still: string;
    readonly next: string;
    readonly nobody: string;
    readonly now: string;
  };
  readonly budget: string;
  readonly budgetNone: string;
  readonly budgetOver: string;
  readonly span: Readonly<Record<string, string>>;
  readonly left: (left: string, allowed: string) => string;
  readonly resets: (when: string) => string;
  readonly webhook: {
    readonly title: string;
    readonly none: string;
    readonly there: string;
    readonly local: (url: string) => string;
    readonly make: string;
    readonly made: string;
    readonly end: string;
    readonly sure: string;
    readonly goes: string;
    readonly keep: string;
    readonly url: string;
    readonly inADay: string;
    readonly last: string;
    readonly looked: string;
    readonly again: string;
    readonly never: string;
    readonly state: { readonly fine: string; readonly bad: string; readonly none: string };
  };
  readonly stored: string;
  readonly saved: (saved: string) => string;
  readonly savedNone: string;
  readonly table: {
    readonly relation: string;
    readonly size: string;
    readonly chunks: string;
    readonly compressed: string;
    readonly saves: string;
  };
  readonly showTable: (count: number) => string;
  readonly aggregate: string;
  readonly work: string;
  readonly queue: {
    readonly queued: string;
    readonly running: string;
    readonly dead: string;
    readonly last: string;
  };
  readonly job: Readonly<Record<string, string>>;
  readonly jobState: Readonly<Record<JobState, string>>;
  readonly due: string;
  readonly done: string;
  readonly state: string;
  readonly piece: string;
  readonly givenUp: string;
  readonly doctor: string;
  readonly doctorSay: string;
  readonly examine: string;
  readonly examining: string;
  readonly allGood: string;
  readonly notGood: (count: number) => string;
  readonly good: string;
  readonly bad: string;
  readonly settings: string;
  readonly settingsSay: string;
  readonly filter: string;
  readonly onlySet: string;
  readonly all: string;
  readonly setting: string;
  readonly value: string;
  readonly from: string;
  readonly secret: string;
  readonly notSet: string;
  readonly source: Readonly<Record<SettingSource, string>>;
  readonly audit: string;
  readonly kind: string;
  readonly kinds: Readonly<Record<string, string>>;
  readonly when: string;
  readonly who: string;
  readonly what: string;
  readonly whom: string;
  readonly more: string;
  readonly action: Readonly<Record<string, string>>;
  readonly actor: Readonly<Record<string, string>>;
  readonly aKey: string;
  readonly aSession: string;
  readonly older: string;
  readonly newest: string;
  readonly nothingDone: string;
}

export const systemWords = words<Chapter>(
  {
    eyebrow: 'System',
    tables: { work: 'Timetable', stored: 'Relations', settings: 'All settings' },
    title: { fine: 'The house is in order.', asleep: 'No worker runs.', look: 'Something needs a look.' },
    lead: (version, people, size) => `Ursa ${version}, with ${people} in a database of ${size}.`,
    asleep: 'Syncs and analyses wait. Start `ursa worker`, or the server again.',
    noClient: 'Ursa is no client of Polar yet, so nobody can be connected.',
    facts: {
      version: 'Version',
      database: 'Database',
      embedded: 'embedded',
      server: 'a server',
      size: 'Size',
      workers: 'Workers',
      running: 'running',
      still: 'still',
      next: 'Next sync',
      nobody: 'nobody is connected',
      now: 'any moment',
    },
    budget: "Polar's request budget",
    budgetNone: 'Polar has not answered yet: its budget is known after the first sync.',
    budgetOver: 'All of it is there again.',
    span: { '15 minutes': '15 minutes', '24 hours': '24 hours' },
    left: (left, allowed) => `${left} of ${allowed} left`,
    resets: (when) => `begins anew ${when}`,
    webhook: {
      title: "Polar's webhook",
      none: 'Polar can tell Ursa when a watch has synced. Then new days are here within a minute, and fewer requests are spent.',
      there: 'Polar tells Ursa when a watch has synced. The timetable stays as the net.',
      local: (url) => `Polar must reach this server from the internet, by https. BASE_URL is ${url}.`,
      make: 'Make the webhook',
      made: 'Polar tells Ursa from now on.',
      end: 'End the webhook',
      sure: 'End the webhook?',
      goes: 'Polar tells nothing more. New days come by the timetable, within the hour.',
      keep: 'Keep it',
      url: 'Address',
      inADay: 'Notices in 24 hours',
      last: 'Last notice',
      looked: 'Last look at it',
      again: 'Switched on again',
      never: 'never',
      state: { fine: 'Works', bad: 'Needs a look', none: 'Not known yet' },
    },
    stored: 'What is stored',
    saved: (saved) => `Compression saves ${saved} of what is older than 45 days.`,
    savedNone: 'Nothing is compressed yet: rows are after 45 days.',
    table: { relation: 'Relation', size: 'Size', chunks: 'Chunks', compressed: 'Compressed', saves: 'Saves' },
    showTable: (count) => `Show all ${count} relations`,
    aggregate: 'aggregate',
    work: 'Work',
    queue: { queued: 'Waiting syncs', running: 'Running syncs', dead: 'Given up', last: 'Last work' },
    job: {
      sync_due_users: 'Sync who is due',
      analyse_due_users: 'Analyse whose day began',
      refresh_aggregates: 'Refresh aggregates',
      back_up: 'Back up',
      maintain: 'Keep house',
      sync_waiting: 'Take up what waits',
      keep_webhook: 'Look at the webhook',
      sync_user: 'Sync of one person',
      analyse_user: 'Analysis of one person',
    },
    jobState: { DUE: 'waits for its time', RUNNING: 'running', DONE: 'done', FAILED: 'failed, is tried again', DEAD: 'given up', OTHER: 'something new' },
    due: 'Due',
    done: 'Last done',
    state: 'State',
    piece: 'Piece of work',
    givenUp: 'Workers gave up on this. Its error says why; it is not tried again by itself.',
    doctor: 'Doctor',
    doctorSay: 'Looks at everything that a support question would ask. It knocks at Polar, too.',
    examine: 'Examine now',
    examining: 'Examining',
    allGood: 'Everything is as it should be.',
    notGood: (count) => (count === 1 ? 'One thing is not as it should be.' : `${count} things are not as they should be.`),
    good: 'good',
    bad: 'not good',
    settings: 'Settings',
    settingsSay: 'Environment variables, read at the start. Secrets are never shown.',
    filter: 'Which settings',
    onlySet: 'Set by somebody',
    all: 'All',
    setting: 'Setting',
    value: 'Value',
    from: 'From',
    secret: 'secret, set',
    notSet: 'not set',
    source: { ENVIRONMENT: 'environment', STORED: 'these pages', DEFAULT: 'default' },
    audit: 'Audit log',
    kind: 'Kind of deed',
    kinds: { '': 'All', api_key: 'Keys', connection: 'Connections', person: 'People', session: 'Sessions' },
    when: 'When',
    who: 'Who',
    what: 'What',
    whom: 'Whom',
    more: 'Details',
    action: {
      'api_key.create': 'made a key',
      'api_key.regenerate': 'renewed a key',
      'api_key.revoke': 'revoked a key',
      'connection.make': 'connected to Polar',
      'connection.end': 'disconnected from Polar',
      'person.delete': 'deleted a person',
      'person.prefer': 'changed preferences',
      'session.begin': 'signed in',
      'session.end': 'signed out',
      'night.delete': 'deleted a night',
      'exercise.delete': 'deleted an exercise',
      'spo2_test.delete': 'deleted a test',
      'ecg_test.delete': 'deleted an ECG',
      'backfill.start': 'asked for the past',
      'backfill.stop': 'stopped asking for the past',
      'webhook.create': 'made the webhook',
      'webhook.delete': 'ended the webhook',
      'import.start': 'brought an archive',
      'import.undo': 'took an archive back',
      'link.make': 'made a link that works once',
      'owner.create': 'made the owner’s account',
      'owner.password': 'set the owner’s password',
      'password.wrong': 'gave a wrong password',
      'setting.change': 'changed a setting',
      'analyst.create': 'let an analyst in',
      'analyst.drop': 'ended an analyst’s role',
    },
    actor: { master: 'master key', open: 'no key needed', cli: 'terminal', demo: 'demo', schedule: 'timetable', owner: 'owner' },
    aKey: 'a key',
    aSession: 'the pages',
    older: 'Older ones',
    newest: 'The newest ones',
    nothingDone: 'Nothing of this kind was done.',
  },
  {
    eyebrow: 'System',
    tables: { work: 'Zeitplan', stored: 'Relationen', settings: 'Alle Einstellungen' },
    title: { fine: 'Das Haus ist in Ordnung.', asleep: 'Kein Worker läuft.', look: 'Etwas braucht einen Blick.' },
    lead: (version, people, size) => `Ursa ${version}, mit ${people} in einer Datenbank von ${size}.`,
    asleep: 'Abgleiche und Auswertungen warten. Starte `ursa worker` oder den Server neu.',
    noClient: 'Ursa ist noch kein Client von Polar, also lässt sich niemand verbinden.',
    facts: {
      version: 'Version',
      database: 'Datenbank',
      embedded: 'eingebettet',
      server: 'ein Server',
      size: 'Größe',
      workers: 'Worker',
      running: 'laufen',
      still: 'stehen',
      next: 'Nächster Abgleich',
      nobody: 'niemand ist verbunden',
      now: 'jeden Moment',
    },
    budget: 'Kontingent bei Polar',
    budgetNone: 'Polar hat noch nicht geantwortet: das Kontingent ist nach dem ersten Abgleich bekannt.',
    budgetOver: 'Alles ist wieder da.',
    span: { '15 minutes': '15 Minuten', '24 hours': '24 Stunden' },
    left: (left, allowed) => `noch ${left} von ${allowed}`,
    resets: (when) => `beginnt ${when} neu`,
    webhook: {
      title: 'Polars Webhook',
      none: 'Polar kann Ursa sagen, wenn eine Uhr abgeglichen hat. Dann sind neue Tage binnen einer Minute da, und weniger Anfragen sind nötig.',
      there: 'Polar sagt Ursa, wenn eine Uhr abgeglichen hat. Der Zeitplan bleibt als Netz.',
      local: (url) => `Polar muss diesen Server aus dem Internet erreichen, über https. BASE_URL ist ${url}.`,
      make: 'Webhook einrichten',
      made: 'Polar meldet sich von jetzt an.',
      end: 'Webhook beenden',
      sure: 'Webhook beenden?',
      goes: 'Polar meldet nichts mehr. Neue Tage kommen nach dem Zeitplan, binnen einer Stunde.',
      keep: 'Behalten',
      url: 'Adresse',
      inADay: 'Meldungen in 24 Stunden',
      last: 'Letzte Meldung',
      looked: 'Zuletzt geprüft',
      again: 'Wieder eingeschaltet',
      never: 'nie',
      state: { fine: 'Arbeitet', bad: 'Braucht einen Blick', none: 'Noch unbekannt' },
    },
    stored: 'Was gespeichert ist',
    saved: (saved) => `Kompression spart ${saved} von dem, was älter als 45 Tage ist.`,
    savedNone: 'Noch ist nichts komprimiert: das geschieht nach 45 Tagen.',
    table: { relation: 'Relation', size: 'Größe', chunks: 'Chunks', compressed: 'Komprimiert', saves: 'Spart' },
    showTable: (count) => `Alle ${count} Relationen zeigen`,
    aggregate: 'Aggregat',
    work: 'Arbeit',
    queue: { queued: 'Wartende Abgleiche', running: 'Laufende Abgleiche', dead: 'Aufgegeben', last: 'Letzte Arbeit' },
    job: {
      sync_due_users: 'Abgleichen, wer dran ist',
      analyse_due_users: 'Auswerten, wessen Tag begann',
      refresh_aggregates: 'Aggregate auffrischen',
      back_up: 'Sichern',
      maintain: 'Aufräumen',
      sync_waiting: 'Wartendes aufnehmen',
      keep_webhook: 'Nach dem Webhook sehen',
      sync_user: 'Abgleich einer Person',
      analyse_user: 'Auswertung einer Person',
    },
    jobState: { DUE: 'wartet auf seine Zeit', RUNNING: 'läuft', DONE: 'erledigt', FAILED: 'fehlgeschlagen, kommt wieder', DEAD: 'aufgegeben', OTHER: 'etwas Neues' },
    due: 'Fällig',
    done: 'Zuletzt',
    state: 'Stand',
    piece: 'Arbeit',
    givenUp: 'Worker gaben das auf. Der Fehler sagt, warum; von selbst kommt es nicht wieder.',
    doctor: 'Doktor',
    doctorSay: 'Sieht alles an, was man bei einer Frage wissen wollte. Er klopft auch bei Polar an.',
    examine: 'Jetzt untersuchen',
    examining: 'Untersucht',
    allGood: 'Alles ist, wie es sein soll.',
    notGood: (count) => (count === 1 ? 'Eines ist nicht, wie es sein soll.' : `${count} Dinge sind nicht, wie sie sein sollen.`),
    good: 'gut',
    bad: 'nicht gut',
    settings: 'Einstellungen',
    settingsSay: 'Umgebungsvariablen, beim Start gelesen. Geheimes wird nie gezeigt.',
    filter: 'Welche Einstellungen',
    onlySet: 'Gesetzte',
    all: 'Alle',
    setting: 'Einstellung',
    value: 'Wert',
    from: 'Woher',
    secret: 'geheim, gesetzt',
    notSet: 'nicht gesetzt',
    source: { ENVIRONMENT: 'Umgebung', STORED: 'diese Seiten', DEFAULT: 'Vorgabe' },
    audit: 'Protokoll',
    kind: 'Art der Tat',
    kinds: { '': 'Alle', api_key: 'Schlüssel', connection: 'Verbindungen', person: 'Personen', session: 'Sitzungen' },
    when: 'Wann',
    who: 'Wer',
    what: 'Was',
    whom: 'Wen',
    more: 'Einzelheiten',
    action: {
      'api_key.create': 'machte einen Schlüssel',
      'api_key.regenerate': 'erneuerte einen Schlüssel',
      'api_key.revoke': 'entzog einen Schlüssel',
      'connection.make': 'verband mit Polar',
      'connection.end': 'trennte von Polar',
      'person.delete': 'löschte eine Person',
      'person.prefer': 'änderte Vorlieben',
      'session.begin': 'meldete sich an',
      'session.end': 'meldete sich ab',
      'night.delete': 'löschte eine Nacht',
      'exercise.delete': 'löschte eine Einheit',
      'spo2_test.delete': 'löschte einen Test',
      'ecg_test.delete': 'löschte ein EKG',
      'backfill.start': 'fragte nach Früherem',
      'backfill.stop': 'hörte auf, nach Früherem zu fragen',
      'webhook.create': 'richtete den Webhook ein',
      'webhook.delete': 'beendete den Webhook',
      'import.start': 'brachte ein Archiv',
      'import.undo': 'nahm ein Archiv zurück',
      'link.make': 'machte einen Link, der einmal gilt',
      'owner.create': 'legte das Konto des Besitzers an',
      'owner.password': 'setzte das Passwort des Besitzers',
      'password.wrong': 'gab ein falsches Passwort ein',
      'setting.change': 'änderte eine Einstellung',
      'analyst.create': 'ließ jemanden SQL lesen',
      'analyst.drop': 'beendete eine SQL-Rolle',
    },
    actor: { master: 'Hauptschlüssel', open: 'kein Schlüssel nötig', cli: 'Terminal', demo: 'Demo', schedule: 'Zeitplan', owner: 'Besitzer' },
    aKey: 'ein Schlüssel',
    aSession: 'die Seiten',
    older: 'Ältere',
    newest: 'Die neuesten',
    nothingDone: 'Nichts dieser Art wurde getan.',
  },
  {
    eyebrow: 'Järjestelmä',
    tables: { work: 'Aikataulu', stored: 'Relaatiot', settings: 'Kaikki asetukset' },
    title: { fine: 'Talo on kunnossa.', asleep: 'Työprosesseja ei ole käynnissä.', look: 'Jokin kannattaa katsoa.' },
    lead: (version, people, size) => `Ursa ${version}, ${people}, tietokanta ${size}.`,
    asleep: 'Haut ja analyysit odottavat. Käynnistä `ursa worker` tai palvelin uudelleen.',
    noClient: 'Ursa ei vielä ole Polarin asiakasohjelma, joten ketään ei voi yhdistää.',
    facts: {
      version: 'Versio',
      database: 'Tietokanta',
      embedded: 'sisäinen',
      server: 'palvelin',
      size: 'Koko',
      workers: 'Työprosessit',
      running: 'käynnissä',
      still: 'seis',
      next: 'Seuraava haku',
      nobody: 'ketään ei ole yhdistetty',
      now: 'hetken päästä',
    },
    budget: 'Polarin pyyntökiintiö',
    budgetNone: 'Polar ei ole vielä vastannut: kiintiö tiedetään ensimmäisen haun jälkeen.',
    budgetOver: 'Kaikki on taas käytettävissä.',
    span: { '15 minutes': '15 minuuttia', '24 hours': '24 tuntia' },
    left: (left, allowed) => `jäljellä ${left}/${allowed}`,
    resets: (when) => `alkaa uudelleen ${when}`,
    webhook: {
      title: 'Polarin webhook',
      none: 'Polar voi kertoa Ursalle, kun kello on synkronoinut. Silloin uudet päivät ovat täällä minuutissa, ja pyyntöjä kuluu vähemmän.',
      there: 'Polar kertoo Ursalle, kun kello on synkronoinut. Aikataulu on varalla.',
      local: (url) => `Polarin täytyy tavoittaa tämä palvelin internetistä, https-osoitteessa. BASE_URL on ${url}.`,
      make: 'Luo webhook',
      made: 'Polar kertoo tästä lähtien.',
      end: 'Lopeta webhook',
      sure: 'Lopetetaanko webhook?',
      goes: 'Polar ei kerro enää mitään. Uudet päivät tulevat aikataulun mukaan, tunnin sisällä.',
      keep: 'Pidä',
      url: 'Osoite',
      inADay: 'Ilmoituksia vuorokaudessa',
      last: 'Viimeisin ilmoitus',
      looked: 'Viimeksi tarkistettu',
      again: 'Kytketty uudelleen',
      never: 'ei koskaan',
      state: { fine: 'Toimii', bad: 'Vaatii huomiota', none: 'Ei vielä tiedossa' },
    },
    stored: 'Mitä on tallessa',
    saved: (saved) => `Pakkaus säästää ${saved} yli 45 päivää vanhasta.`,
    savedNone: 'Mitään ei ole vielä pakattu: se tapahtuu 45 päivän jälkeen.',
    table: { relation: 'Relaatio', size: 'Koko', chunks: 'Palat', compressed: 'Pakattu', saves: 'Säästää' },
    showTable: (count) => `Näytä kaikki ${count} relaatiota`,
    aggregate: 'kooste',
    work: 'Työ',
    queue: { queued: 'Odottavat haut', running: 'Käynnissä olevat haut', dead: 'Luovutettu', last: 'Viimeksi työssä' },
    job: {
      sync_due_users: 'Hae vuorossa olevat',
      analyse_due_users: 'Analysoi, kenen päivä alkoi',
      refresh_aggregates: 'Päivitä koosteet',
      back_up: 'Varmuuskopioi',
      maintain: 'Siivoa',
      sync_waiting: 'Ota odottavat työt',
      keep_webhook: 'Tarkista webhook',
      sync_user: 'Yhden ihmisen haku',
      analyse_user: 'Yhden ihmisen analyysi',
    },
    jobState: { DUE: 'odottaa aikaansa', RUNNING: 'käynnissä', DONE: 'tehty', FAILED: 'epäonnistui, yritetään uudelleen', DEAD: 'luovutettu', OTHER: 'jotain uutta' },
    due: 'Vuorossa',
    done: 'Viimeksi',
    state: 'Tila',
    piece: 'Työ',
    givenUp: 'Tästä luovuttiin. Virhe kertoo syyn; itsestään sitä ei yritetä uudelleen.',
    doctor: 'Lääkäri',
    doctorSay: 'Katsoo kaiken, mitä tukikysymys kysyisi. Se koputtaa Polarillekin.',
    examine: 'Tutki nyt',
    examining: 'Tutkitaan',
    allGood: 'Kaikki on niin kuin pitää.',
    notGood: (count) => (count === 1 ? 'Yksi asia ei ole kunnossa.' : `${count} asiaa ei ole kunnossa.`),
    good: 'hyvä',
    bad: 'ei hyvä',
    settings: 'Asetukset',
    settingsSay: 'Ympäristömuuttujat, luettu käynnistyksessä. Salaisuuksia ei näytetä koskaan.',
    filter: 'Mitkä asetukset',
    onlySet: 'Annetut',
    all: 'Kaikki',
    setting: 'Asetus',
    value: 'Arvo',
    from: 'Mistä',
    secret: 'salainen, annettu',
    notSet: 'ei annettu',
    source: { ENVIRONMENT: 'ympäristö', STORED: 'nämä sivut', DEFAULT: 'oletus' },
    audit: 'Tapahtumaloki',
    kind: 'Teon laji',
    kinds: { '': 'Kaikki', api_key: 'Avaimet', connection: 'Yhteydet', person: 'Ihmiset', session: 'Istunnot' },
    when: 'Milloin',
    who: 'Kuka',
    what: 'Mitä',
    whom: 'Ketä',
    more: 'Tarkemmin',
    action: {
      'api_key.create': 'teki avaimen',
      'api_key.regenerate': 'uusi avaimen',
      'api_key.revoke': 'perui avaimen',
      'connection.make': 'yhdisti Polariin',
      'connection.end': 'katkaisi yhteyden Polariin',
      'person.delete': 'poisti ihmisen',
      'person.prefer': 'muutti mieltymyksiä',
      'session.begin': 'kirjautui',
      'session.end': 'kirjautui ulos',
      'night.delete': 'poisti yön',
      'exercise.delete': 'poisti harjoituksen',
      'spo2_test.delete': 'poisti testin',
      'ecg_test.delete': 'poisti EKG:n',
      'backfill.start': 'kysyi mennyttä',
      'backfill.stop': 'lopetti menneen kysymisen',
      'webhook.create': 'loi webhookin',
      'webhook.delete': 'lopetti webhookin',
      'import.start': 'toi arkiston',
      'import.undo': 'perui arkiston',
      'link.make': 'teki kertakäyttöisen linkin',
      'owner.create': 'teki omistajan tilin',
      'owner.password': 'asetti omistajan salasanan',
      'password.wrong': 'antoi väärän salasanan',
      'setting.change': 'muutti asetusta',
      'analyst.create': 'päästi analyytikon sisään',
      'analyst.drop': 'lopetti analyytikon roolin',
    },
    actor: { master: 'pääavain', open: 'avainta ei tarvittu', cli: 'komentorivi', demo: 'demo', schedule: 'aikataulu', owner: 'omistaja' },
    aKey: 'avain',
    aSession: 'sivut',
    older: 'Vanhemmat',
    newest: 'Uusimmat',
    nothingDone: 'Tällaista ei ole tehty.',
  },
);
