import type { FeedState, RunState, SyncOrigin } from '@/enums';
import { words } from '@/kit/words';

type States = Readonly<Record<RunState, string>>;
type FeedStates = Readonly<Record<FeedState, string>>;
type Origins = Readonly<Record<SyncOrigin, string>>;

interface SyncWords {
  readonly run: States;
  readonly feedState: FeedStates;
  readonly origin: Origins;
  /** What to do about an error, by its code. */
  readonly advice: Readonly<Record<string, string>>;
}

/** Words of runs, feeds and what goes wrong with them. */
export const syncWords = words<SyncWords>(
  {
    run: {
      QUEUED: 'Waits',
      RUNNING: 'Running',
      SUCCESS: 'Everything came',
      PARTIAL: 'Came in part',
      FAILED: 'Failed',
      INTERRUPTED: 'Cut off',
    },
    feedState: { SUCCESS: 'came', PARTIAL: 'in part', FAILED: 'failed', SKIPPED: 'not asked' },
    origin: {
      REST: 'over REST',
      GRAPHQL: 'from here or an app',
      SCHEDULE: 'by the timetable',
      WEBHOOK: 'Polar called',
      COMMAND: 'from the terminal',
      DEMO: 'for the demo',
      ADMIN: 'from here',
      OTHER: 'by something new',
    },
    advice: {
      polar_unauthorized: 'Polar takes the permission no more. Connect the person again.',
      polar_rate_limited: "Polar's request budget is used up. Nothing to do: the next sync goes on where this one stopped.",
      polar_share_used: 'The share of requests for keys of apps is used up. Wait a quarter of an hour.',
      polar_unavailable: 'Polar did not answer. Nothing to do: the next sync asks again.',
      polar_bad_answer: 'Polar sent something that could not be read. All the rest is stored; report it if it stays.',
      polar_forbidden: 'Polar does not show this to Ursa. The person may have taken a permission back at Polar.',
      polar_refused: 'Polar refused the request. Nothing to do: the next sync asks again.',
      polar_wrong_address: 'What answers is not Polar. Check POLAR_API_URL.',
      broker_unavailable: 'No worker could be reached. Check that the broker and the workers run.',
      interrupted: 'A process ended in the middle. Nothing is lost: the next sync brings the rest.',
      ursa_error: 'Ursa failed on this itself. The log of the server says why.',
      rows_refused: 'The database refused these rows. All the rest is stored; report it if it stays.',
      not_found: 'The person was deleted meanwhile.',
    },
  },
  {
    run: {
      QUEUED: 'Wartet',
      RUNNING: 'Läuft',
      SUCCESS: 'Alles kam',
      PARTIAL: 'Teils gekommen',
      FAILED: 'Fehlgeschlagen',
      INTERRUPTED: 'Abgebrochen',
    },
    feedState: { SUCCESS: 'kam', PARTIAL: 'teils', FAILED: 'fehlt', SKIPPED: 'nicht gefragt' },
    origin: {
      REST: 'über REST',
      GRAPHQL: 'von hier oder einer App',
      SCHEDULE: 'nach Zeitplan',
      WEBHOOK: 'Polar rief',
      COMMAND: 'vom Terminal',
      DEMO: 'für die Demo',
      ADMIN: 'von hier',
      OTHER: 'durch etwas Neues',
    },
    advice: {
      polar_unauthorized: 'Polar nimmt die Erlaubnis nicht mehr an. Verbinde die Person neu.',
      polar_rate_limited: 'Das Kontingent bei Polar ist aufgebraucht. Nichts zu tun: der nächste Abgleich macht weiter.',
      polar_share_used: 'Der Anteil für Schlüssel von Apps ist aufgebraucht. Warte eine Viertelstunde.',
      polar_unavailable: 'Polar antwortete nicht. Nichts zu tun: der nächste Abgleich fragt wieder.',
      polar_bad_answer: 'Polar schickte etwas Unlesbares. Der Rest ist gespeichert; melde es, wenn es bleibt.',
      polar_forbidden: 'Polar zeigt das Ursa nicht. Vielleicht wurde bei Polar eine Erlaubnis entzogen.',
      polar_refused: 'Polar wies die Anfrage ab. Nichts zu tun: der nächste Abgleich fragt wieder.',
      polar_wrong_address: 'Was da antwortet, ist nicht Polar. Prüfe POLAR_API_URL.',
      broker_unavailable: 'Kein Worker war zu erreichen. Prüfe, ob Broker und Worker laufen.',
      interrupted: 'Ein Prozess endete mittendrin. Nichts ist verloren: der nächste Abgleich holt den Rest.',
      ursa_error: 'Ursa scheiterte selbst daran. Der Grund steht im Protokoll des Servers.',
      rows_refused: 'Die Datenbank nahm diese Zeilen nicht. Der Rest ist gespeichert; melde es, wenn es bleibt.',
      not_found: 'Die Person wurde inzwischen gelöscht.',
    },
  },
  {
    run: {
      QUEUED: 'Odottaa',
      RUNNING: 'Käynnissä',
      SUCCESS: 'Kaikki tuli',
      PARTIAL: 'Osa tuli',
      FAILED: 'Epäonnistui',
      INTERRUPTED: 'Katkesi',
    },
    feedState: { SUCCESS: 'tuli', PARTIAL: 'osittain', FAILED: 'ei tullut', SKIPPED: 'ei kysytty' },
    origin: {
      REST: 'RESTin kautta',
      GRAPHQL: 'täältä tai sovelluksesta',
      SCHEDULE: 'aikataulun mukaan',
      WEBHOOK: 'Polar kutsui',
      COMMAND: 'komentoriviltä',
      DEMO: 'demoa varten',
      ADMIN: 'täältä',
      OTHER: 'jostain uudesta',
    },
    advice: {
      polar_unauthorized: 'Polar ei enää hyväksy lupaa. Yhdistä ihminen uudelleen.',
      polar_rate_limited: 'Polarin pyyntökiintiö on käytetty. Ei tehtävää: seuraava haku jatkaa tästä.',
      polar_share_used: 'Sovellusten avainten osuus on käytetty. Odota vartti.',
      polar_unavailable: 'Polar ei vastannut. Ei tehtävää: seuraava haku kysyy uudelleen.',
      polar_bad_answer: 'Polar lähetti jotain, mitä ei voitu lukea. Muu on tallessa; ilmoita, jos se jatkuu.',
      polar_forbidden: 'Polar ei näytä tätä Ursalle. Lupa on ehkä peruttu Polarilla.',
      polar_refused: 'Polar torjui pyynnön. Ei tehtävää: seuraava haku kysyy uudelleen.',
      polar_wrong_address: 'Vastaaja ei ole Polar. Tarkista POLAR_API_URL.',
      broker_unavailable: 'Yhtään työprosessia ei tavoitettu. Tarkista välittäjä ja työprosessit.',
      interrupted: 'Prosessi päättyi kesken. Mitään ei kadonnut: seuraava haku tuo loput.',
      ursa_error: 'Ursa epäonnistui itse. Syy on palvelimen lokissa.',
      rows_refused: 'Tietokanta torjui nämä rivit. Muu on tallessa; ilmoita, jos se jatkuu.',
      not_found: 'Ihminen poistettiin sillä välin.',
    },
  },
);
