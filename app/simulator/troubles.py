"""The troubles that a real AccessLink makes now and then, each behind a switch of its own."""

from dataclasses import dataclass, field
from enum import StrEnum


class Trouble(StrEnum):
    """One kind of trouble; `EXPLAINED` says what each does."""

    SENTINELS = "sentinels"
    HR_ZEROS = "hr_zeros"
    MISSING_KEYS = "missing_keys"
    NULLS = "nulls"
    NON_WEAR = "non_wear"
    RR_NULLS = "rr_nulls"
    INDOOR = "indoor"
    UNKNOWN_WORD = "unknown_word"
    EXTRA_KEYS = "extra_keys"
    ZERO_OFFSET = "zero_offset"
    WRONG_TYPES = "wrong_types"
    NULL_SAMPLE = "null_sample"
    NULL_ROW = "null_row"
    LONG_SPORT = "long_sport"
    DUPLICATE_ROWS = "duplicate_rows"
    DUPLICATE_TIMES = "duplicate_times"
    HYPHENS = "hyphens"
    DOCUMENTED = "documented"
    JUNK_ROWS = "junk_rows"
    REVERSED = "reversed"
    EMPTY_LIST = "empty_list"
    NO_LIST = "no_list"
    ERROR_OBJECT = "error_object"
    EDITED = "edited"
    NAP = "nap"
    EARLY_KEYS = "early_keys"
    UTC_STAMPS = "utc_stamps"
    WITHDRAWN = "withdrawn"
    TWO_DEVICES = "two_devices"
    REPEATED_HOUR = "repeated_hour"
    NAIVE_TIMES = "naive_times"
    ENDS_FIRST = "ends_first"
    SECOND_ID = "second_id"
    NUMERIC_IDS = "numeric_ids"
    OWN_RATES = "own_rates"
    DAYS_LONG = "days_long"
    GAP = "gap"
    EMPTY_200 = "empty_200"
    NO_CONTENT = "no_content"
    BAD_REQUEST = "bad_request"
    NOT_FOUND = "not_found"
    WRONG_ADDRESS = "wrong_address"
    REDIRECT = "redirect"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    SERVER_ERROR = "server_error"
    BAD_GATEWAY = "bad_gateway"
    SHORT_LIMIT = "short_limit"
    LONG_LIMIT = "long_limit"
    LIMIT_DATE = "limit_date"
    REVOKED = "revoked"
    SLOW = "slow"
    HANG = "hang"
    CUT = "cut"
    TRUNCATED = "truncated"
    HTML = "html"
    HUGE = "huge"
    NAN = "nan"
    TRAILING = "trailing"
    CONTENT_TYPE = "content_type"
    GZIP = "gzip"
    GZIP_BOMB = "gzip_bomb"


EXPLAINED = {
    Trouble.SENTINELS: "-1 and 0 where nothing was measured; a night without stages",
    Trouble.HR_ZEROS: "every heart-rate sample is 0: no signal",
    Trouble.MISSING_KEYS: "every key that is not essential is missing",
    Trouble.NULLS: "every value that is not essential is null",
    Trouble.NON_WEAR: "the watch lay on the table all day: one zone, NON_WEAR",
    Trouble.RR_NULLS: "exercise samples carry RR intervals with null tokens and a null rate",
    Trouble.INDOOR: "exercises have no distance and no route",
    Trouble.UNKNOWN_WORD: "enum words that nobody has heard of, and stage 9",
    Trouble.EXTRA_KEYS: "every object carries keys that nobody has heard of",
    Trouble.ZERO_OFFSET: "circadian bedtime says that the time zone offset is 0",
    Trouble.WRONG_TYPES: "in the first row numbers are words, lists and objects change places",
    Trouble.NULL_SAMPLE: "every list of samples in the first row begins with null",
    Trouble.NULL_ROW: "the list begins with null",
    Trouble.LONG_SPORT: "the first exercise has a sport of 10,000 characters",
    Trouble.DUPLICATE_ROWS: "every row comes twice",
    Trouble.DUPLICATE_TIMES: "the first sample of every list comes twice",
    Trouble.HYPHENS: "keys are spelt as the documentation spells them",
    Trouble.DOCUMENTED: "answers have the shapes of the documentation",
    Trouble.JUNK_ROWS: "numbers, words, lists and empty objects stand between the rows",
    Trouble.REVERSED: "rows come in the reverse order",
    Trouble.EMPTY_LIST: "the list is empty, as of a watch that lay in a drawer",
    Trouble.NO_LIST: "a word stands where the list should be",
    Trouble.ERROR_OBJECT: "status 200 with an error object in place of the list",
    Trouble.EDITED: "exercises were cropped: half as long, half the samples, uploaded again",
    Trouble.NAP: "after each night a nap of the same date",
    Trouble.EARLY_KEYS: "the first keys of a night lie before sleep_start_time",
    Trouble.UTC_STAMPS: "stamps of steps and zones are UTC: the first lie on the day before",
    Trouble.WITHDRAWN: "nights, an hour shorter, recharges and loads without what was measured",
    Trouble.TWO_DEVICES: "each night comes in two halves by two devices",
    Trouble.REPEATED_HOUR: "the clock of samples is set back at 4:00: 3 to 4 comes twice",
    Trouble.NAIVE_TIMES: "times of sleep have no UTC offset",
    Trouble.ENDS_FIRST: "nights end before they start",
    Trouble.SECOND_ID: "every exercise comes again under another id",
    Trouble.NUMERIC_IDS: "ids of exercises and devices are numbers",
    Trouble.OWN_RATES: "an exercise's series but the heart rate come every fifth second",
    Trouble.DAYS_LONG: "exercises last P1DT2H3M",
    Trouble.GAP: "no rows of so many days (amount, default 80) before the newest 20",
    Trouble.EMPTY_200: "status 200 with an empty body",
    Trouble.NO_CONTENT: "status 204",
    Trouble.BAD_REQUEST: "status 400: the days are too old or too many",
    Trouble.NOT_FOUND: "status 404",
    Trouble.WRONG_ADDRESS: "status 404 with an HTML page: this is no AccessLink",
    Trouble.REDIRECT: "status 302 to another page",
    Trouble.UNAUTHORIZED: "status 401",
    Trouble.FORBIDDEN: "status 403: a consent is missing",
    Trouble.SERVER_ERROR: "status 500",
    Trouble.BAD_GATEWAY: "status 502 with an HTML page",
    Trouble.SHORT_LIMIT: "status 429, 15-minute window; an amount becomes Retry-After",
    Trouble.LONG_LIMIT: "status 429, 24-hour window; an amount becomes Retry-After",
    Trouble.LIMIT_DATE: "status 429 with a Retry-After that is a date, so many seconds away (90)",
    Trouble.REVOKED: "the token is revoked for good",
    Trouble.SLOW: "the answer comes after so many seconds (amount, default 2)",
    Trouble.HANG: "no answer until the client gives up",
    Trouble.CUT: "the connection breaks in the middle of the body (over a real server only)",
    Trouble.TRUNCATED: "the JSON ends in the middle, as if it were whole",
    Trouble.HTML: "status 200 with an HTML page",
    Trouble.HUGE: "the body is preceded by so many megabytes of blanks (amount, default 64)",
    Trouble.NAN: "the first two numbers are NaN and Infinity",
    Trouble.TRAILING: "the JSON is followed by more JSON",
    Trouble.CONTENT_TYPE: "the JSON calls itself text/plain",
    Trouble.GZIP: "the body is gzip-encoded",
    Trouble.GZIP_BOMB: "some kilobytes of gzip that unpack to megabytes (amount, default 64)",
}


class Law(StrEnum):
    """What a trouble may cost; what a healthy answer brought is stored under every one."""

    NOTHING = "the stored rows are those of a healthy answer, and nothing is missing"
    NO_DATA = "AccessLink's word for days or values that it does not have: nothing is missing"
    OTHER_DATA = "what is stored is what the data now say, and nothing is missing"
    PARTS = "what can be read is stored, what can not is named: the run is partial"
    REST = "what comes before the fault is stored, the rest is missing: the run is partial"
    BODY = "what the body had is missing: the run is partial"
    ANSWER = "the whole answer is missing, whatever it was: the run is partial"


def _under(law: Law, *troubles: Trouble) -> dict[Trouble, Law]:
    return dict.fromkeys(troubles, law)


LAWS: dict[Trouble, Law] = {
    **_under(
        Law.NOTHING,
        *(Trouble.DUPLICATE_ROWS, Trouble.DUPLICATE_TIMES, Trouble.REVERSED, Trouble.HYPHENS),
        *(Trouble.TWO_DEVICES, Trouble.SLOW, Trouble.CONTENT_TYPE, Trouble.GZIP),
        Trouble.ZERO_OFFSET,
    ),
    **_under(
        Law.NO_DATA,
        *(Trouble.MISSING_KEYS, Trouble.NULLS, Trouble.EMPTY_LIST, Trouble.EMPTY_200),
        *(Trouble.NO_CONTENT, Trouble.BAD_REQUEST, Trouble.GAP),
    ),
    **_under(
        Law.OTHER_DATA,
        *(Trouble.SENTINELS, Trouble.HR_ZEROS, Trouble.NON_WEAR, Trouble.RR_NULLS),
        *(Trouble.INDOOR, Trouble.UNKNOWN_WORD, Trouble.DOCUMENTED),
        *(Trouble.EDITED, Trouble.NAP, Trouble.EARLY_KEYS, Trouble.UTC_STAMPS),
        *(Trouble.WITHDRAWN, Trouble.REPEATED_HOUR, Trouble.NAIVE_TIMES, Trouble.ENDS_FIRST),
        *(Trouble.SECOND_ID, Trouble.NUMERIC_IDS, Trouble.OWN_RATES, Trouble.DAYS_LONG),
    ),
    **_under(
        Law.PARTS,
        *(Trouble.WRONG_TYPES, Trouble.NULL_SAMPLE, Trouble.NULL_ROW, Trouble.LONG_SPORT),
        *(Trouble.JUNK_ROWS, Trouble.EXTRA_KEYS),
    ),
    **_under(Law.REST, Trouble.NAN, Trouble.TRAILING, Trouble.TRUNCATED),
    **_under(
        Law.BODY,
        *(Trouble.NO_LIST, Trouble.ERROR_OBJECT, Trouble.CUT, Trouble.HTML, Trouble.HUGE),
        Trouble.GZIP_BOMB,
    ),
    **_under(
        Law.ANSWER,
        *(Trouble.NOT_FOUND, Trouble.WRONG_ADDRESS, Trouble.REDIRECT, Trouble.UNAUTHORIZED),
        *(Trouble.FORBIDDEN, Trouble.SERVER_ERROR, Trouble.BAD_GATEWAY, Trouble.SHORT_LIMIT),
        *(Trouble.LONG_LIMIT, Trouble.LIMIT_DATE, Trouble.REVOKED, Trouble.HANG),
    ),
}


@dataclass(slots=True)
class Active:
    """A trouble that is switched on: where, from which request on, and how many times."""

    trouble: Trouble
    path: str = "/v3"
    times: int | None = None
    after: int = 0
    amount: float | None = None

    def strikes(self, path: str) -> bool:
        """Count a request to a path and return whether the trouble happens to it."""
        if not path.startswith(self.path) or self.times == 0:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


@dataclass(slots=True)
class Troubles:
    """All troubles that are switched on."""

    active: list[Active] = field(default_factory=list)

    def add(
        self,
        trouble: Trouble,
        *,
        path: str = "/v3",
        times: int | None = None,
        after: int = 0,
        amount: float | None = None,
    ) -> Active:
        """Switch a trouble on for paths that begin with `path`.

        It skips the first `after` matching requests, then strikes `times` times (None: for ever).
        The meaning of `amount` (seconds, megabytes) is in `EXPLAINED`.
        """
        self.active.append(Active(trouble, path, times, after, amount))
        return self.active[-1]

    def clear(self) -> None:
        """Switch everything off."""
        self.active.clear()

    def take(self, path: str) -> dict[Trouble, Active]:
        """Return what happens to a request to this path, and count it."""
        return {each.trouble: each for each in self.active if each.strikes(path)}
