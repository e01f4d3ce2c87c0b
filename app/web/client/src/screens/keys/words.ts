import type { DataClass, Scope } from '@/enums';
import { words } from '@/kit/words';

interface Chapter {
  readonly eyebrow: string;
  readonly title: { readonly none: string; readonly some: (count: string, plain: number) => string };
  readonly lead: { readonly none: string; readonly fine: string; readonly ends: (label: string, when: string) => string };
  readonly fresh: (label: string) => string;
  readonly once: string;
  readonly copyNow: string;
  readonly overlap: (when: string) => string;
  readonly secret: string;
  readonly rest: string;
  readonly graphql: string;
  readonly copied: string;
  readonly graphiql: string;
  readonly active: string;
  readonly opens: string;
  readonly everybody: string;
  readonly lastUsed: string;
  readonly never: string;
  readonly ends: string;
  readonly unused: string;
  readonly idle: (when: string) => string;
  readonly aDay: (count: string) => string;
  readonly both: (when: string) => string;
  readonly onlyOf: (classes: string) => string;
  readonly renew: string;
  readonly revoke: string;
  readonly more: string;
  readonly renewTitle: (label: string) => string;
  readonly renewSay: string;
  readonly overlapDay: string;
  readonly overlapNone: string;
  readonly revokeTitle: (label: string) => string;
  readonly revokeSay: string;
  readonly keep: string;
  readonly endedCount: (count: number) => string;
  readonly revoked: (when: string) => string;
  readonly expired: (when: string) => string;
  readonly make: string;
  readonly what: string;
  readonly whatHint: string;
  readonly whose: string;
  readonly may: string;
  readonly scope: Readonly<Record<Scope, readonly [string, string]>>;
  readonly noScope: string;
  readonly classes: string;
  readonly classesHint: string;
  readonly dataClass: Readonly<Record<DataClass, string>>;
  readonly expiry: Readonly<Record<'week' | 'month' | 'year' | 'never', string>>;
  readonly perMinute: string;
  readonly makeIt: string;
  readonly day: string;
  readonly requests: string;
}

export const keysWords = words<Chapter>(
  {
    eyebrow: 'Keys',
    title: {
      none: 'No key opens this server.',
      some: (count, plain) => (plain === 1 ? 'One key opens this server.' : `${count} keys open this server.`),
    },
    lead: {
      none: 'An app, a notebook or a home screen needs one. Make the first here.',
      fine: 'Each is shown once, and can be renewed or taken back at any time.',
      ends: (label, when) => `“${label}” ends ${when}. Renew it: the old one works for a day more, so nothing stops.`,
    },
    fresh: (label) => `Your new key for ${label}`,
    once: 'shown once',
    copyNow: 'Copy it now. Ursa keeps only a hash and can not show it again; a lost key is renewed, not found.',
    overlap: (when) => `The old secret works until ${when}. Put the new one in its place before.`,
    secret: 'The key',
    rest: 'Try it: last night over REST',
    graphql: 'The same over GraphQL',
    copied: 'I have copied it',
    graphiql: 'Open GraphiQL',
    active: 'Keys that work',
    opens: 'Opens',
    everybody: 'Everybody',
    lastUsed: 'Last used',
    never: 'never',
    ends: 'Ends',
    unused: 'Not used yet.',
    idle: (when) => `Not used since ${when}. A key that nobody needs is best revoked.`,
    aDay: (count) => `About ${count} requests a day, last 30 days`,
    both: (when) => `Renewed: the old secret works until ${when}.`,
    onlyOf: (classes) => `Only ${classes}`,
    renew: 'Renew',
    revoke: 'Revoke',
    more: 'There are more keys than shown here. `ursa api-key list` has all.',
    renewTitle: (label) => `Renew “${label}”?`,
    renewSay: 'It gets a new secret, shown once. Keys that it made stay.',
    overlapDay: 'The old secret works for a day more',
    overlapNone: 'The old secret ends at once: it got into wrong hands',
    revokeTitle: (label) => `Revoke “${label}”?`,
    revokeSay: 'It ends at once, with all keys that it made. Apps that use it stop. This can not be undone.',
    keep: 'Keep',
    endedCount: (count) => (count === 1 ? 'One ended key' : `${count} ended keys`),
    revoked: (when) => `revoked ${when}`,
    expired: (when) => `expired ${when}`,
    make: 'Make a key',
    what: 'What is it for?',
    whatHint: 'So that you know it again.',
    whose: 'Whose data?',
    may: 'It may',
    scope: {
      READ: ['Read', 'nights, training, findings'],
      SYNC: ['Sync', 'start a sync with Polar'],
      ADMIN: ['Administer', 'keys, people, deletion'],
    },
    noScope: 'It has to be allowed something.',
    classes: 'Only some data',
    classesHint: 'None chosen: all of it.',
    dataClass: { SLEEP: 'Sleep', HEART: 'Heart', TRAINING: 'Training', LOCATION: 'Routes', PROFILE: 'Profile' },
    expiry: { week: 'in a week', month: 'in a month', year: 'in a year', never: 'never' },
    perMinute: 'Requests a minute',
    makeIt: 'Make the key',
    day: 'Day',
    requests: 'Requests',
  },
  {
    eyebrow: 'Schlüssel',
    title: {
      none: 'Kein Schlüssel öffnet diesen Server.',
      some: (count, plain) => (plain === 1 ? 'Ein Schlüssel öffnet diesen Server.' : `${count} Schlüssel öffnen diesen Server.`),
    },
    lead: {
      none: 'Eine App, ein Notebook oder ein Startbildschirm braucht einen. Mach hier den ersten.',
      fine: 'Jeder wird einmal gezeigt und lässt sich jederzeit erneuern oder entziehen.',
      ends: (label, when) => `„${label}“ endet ${when}. Erneuere ihn: der alte gilt noch einen Tag, also bleibt nichts stehen.`,
    },
    fresh: (label) => `Dein neuer Schlüssel für ${label}`,
    once: 'einmal gezeigt',
    copyNow: 'Kopiere ihn jetzt. Ursa behält nur einen Hash und kann ihn nicht noch einmal zeigen; ein verlorener wird erneuert, nicht gefunden.',
    overlap: (when) => `Das alte Geheimnis gilt bis ${when}. Setze das neue vorher an seine Stelle.`,
    secret: 'Der Schlüssel',
    rest: 'Probier es: die letzte Nacht über REST',
    graphql: 'Dasselbe über GraphQL',
    copied: 'Ich habe ihn kopiert',
    graphiql: 'GraphiQL öffnen',
    active: 'Gültige Schlüssel',
    opens: 'Öffnet',
    everybody: 'Alle',
    lastUsed: 'Zuletzt benutzt',
    never: 'nie',
    ends: 'Endet',
    unused: 'Noch nicht benutzt.',
    idle: (when) => `Seit ${when} nicht benutzt. Einen Schlüssel, den niemand braucht, entzieht man am besten.`,
    aDay: (count) => `Etwa ${count} Anfragen am Tag, letzte 30 Tage`,
    both: (when) => `Erneuert: das alte Geheimnis gilt bis ${when}.`,
    onlyOf: (classes) => `Nur ${classes}`,
    renew: 'Erneuern',
    revoke: 'Entziehen',
    more: 'Es gibt mehr Schlüssel als hier stehen. `ursa api-key list` zeigt alle.',
    renewTitle: (label) => `„${label}“ erneuern?`,
    renewSay: 'Er bekommt ein neues Geheimnis, einmal gezeigt. Schlüssel, die er machte, bleiben.',
    overlapDay: 'Das alte Geheimnis gilt noch einen Tag',
    overlapNone: 'Das alte Geheimnis endet sofort: es kam in falsche Hände',
    revokeTitle: (label) => `„${label}“ entziehen?`,
    revokeSay: 'Er endet sofort, mit allen Schlüsseln, die er machte. Apps, die ihn benutzen, bleiben stehen. Das lässt sich nicht rückgängig machen.',
    keep: 'Behalten',
    endedCount: (count) => (count === 1 ? 'Ein beendeter Schlüssel' : `${count} beendete Schlüssel`),
    revoked: (when) => `entzogen ${when}`,
    expired: (when) => `abgelaufen ${when}`,
    make: 'Schlüssel machen',
    what: 'Wofür ist er?',
    whatHint: 'Damit du ihn wiedererkennst.',
    whose: 'Wessen Daten?',
    may: 'Er darf',
    scope: {
      READ: ['Lesen', 'Nächte, Training, Befunde'],
      SYNC: ['Abgleichen', 'einen Abgleich mit Polar starten'],
      ADMIN: ['Verwalten', 'Schlüssel, Personen, Löschen'],
    },
    noScope: 'Etwas muss er dürfen.',
    classes: 'Nur manche Daten',
    classesHint: 'Keine gewählt: alle.',
    dataClass: { SLEEP: 'Schlaf', HEART: 'Herz', TRAINING: 'Training', LOCATION: 'Strecken', PROFILE: 'Profil' },
    expiry: { week: 'in einer Woche', month: 'in einem Monat', year: 'in einem Jahr', never: 'nie' },
    perMinute: 'Anfragen je Minute',
    makeIt: 'Schlüssel machen',
    day: 'Tag',
    requests: 'Anfragen',
  },
  {
    eyebrow: 'Avaimet',
    title: {
      none: 'Mikään avain ei avaa palvelinta.',
      some: (count, plain) => (plain === 1 ? 'Yksi avain avaa palvelimen.' : `${count} avainta avaa palvelimen.`),
    },
    lead: {
      none: 'Sovellus, muistikirja tai aloitusnäyttö tarvitsee avaimen. Tee ensimmäinen tässä.',
      fine: 'Jokainen näytetään kerran, ja sen voi uusia tai perua milloin vain.',
      ends: (label, when) => `”${label}” päättyy ${when}. Uusi se: vanha toimii vielä päivän, joten mikään ei pysähdy.`,
    },
    fresh: (label) => `Uusi avaimesi: ${label}`,
    once: 'näytetään kerran',
    copyNow: 'Kopioi se nyt. Ursa säilyttää vain tiivisteen eikä voi näyttää sitä uudelleen; kadonnut avain uusitaan.',
    overlap: (when) => `Vanha salaisuus toimii ${when} asti. Vaihda uusi tilalle sitä ennen.`,
    secret: 'Avain',
    rest: 'Kokeile: viime yö RESTillä',
    graphql: 'Sama GraphQL:llä',
    copied: 'Olen kopioinut sen',
    graphiql: 'Avaa GraphiQL',
    active: 'Toimivat avaimet',
    opens: 'Avaa',
    everybody: 'Kaikki',
    lastUsed: 'Käytetty',
    never: 'ei koskaan',
    ends: 'Päättyy',
    unused: 'Ei vielä käytetty.',
    idle: (when) => `Ei käytetty ${when} jälkeen. Tarpeeton avain kannattaa perua.`,
    aDay: (count) => `Noin ${count} pyyntöä päivässä, 30 päivää`,
    both: (when) => `Uusittu: vanha salaisuus toimii ${when} asti.`,
    onlyOf: (classes) => `Vain ${classes}`,
    renew: 'Uusi',
    revoke: 'Peru',
    more: 'Avaimia on enemmän kuin tässä. `ursa api-key list` näyttää kaikki.',
    renewTitle: (label) => `Uusitaanko ”${label}”?`,
    renewSay: 'Se saa uuden salaisuuden, joka näytetään kerran. Sen tekemät avaimet jäävät.',
    overlapDay: 'Vanha salaisuus toimii vielä päivän',
    overlapNone: 'Vanha salaisuus päättyy heti: se joutui vääriin käsiin',
    revokeTitle: (label) => `Perutaanko ”${label}”?`,
    revokeSay: 'Se päättyy heti, samoin sen tekemät avaimet. Sitä käyttävät sovellukset pysähtyvät. Tätä ei voi perua.',
    keep: 'Säilytä',
    endedCount: (count) => (count === 1 ? 'Yksi päättynyt avain' : `${count} päättynyttä avainta`),
    revoked: (when) => `peruttu ${when}`,
    expired: (when) => `vanhentunut ${when}`,
    make: 'Tee avain',
    what: 'Mihin se on?',
    whatHint: 'Jotta tunnet sen.',
    whose: 'Kenen tiedot?',
    may: 'Se saa',
    scope: {
      READ: ['Lukea', 'yöt, harjoittelu, havainnot'],
      SYNC: ['Hakea', 'aloittaa haun Polarilta'],
      ADMIN: ['Hallita', 'avaimet, ihmiset, poistaminen'],
    },
    noScope: 'Sen täytyy saada tehdä jotain.',
    classes: 'Vain osa tiedoista',
    classesHint: 'Ei valintaa: kaikki.',
    dataClass: { SLEEP: 'Uni', HEART: 'Sydän', TRAINING: 'Harjoittelu', LOCATION: 'Reitit', PROFILE: 'Profiili' },
    expiry: { week: 'viikon päästä', month: 'kuukauden päästä', year: 'vuoden päästä', never: 'ei koskaan' },
    perMinute: 'Pyyntöjä minuutissa',
    makeIt: 'Tee avain',
    day: 'Päivä',
    requests: 'Pyyntöjä',
  },
);
