"""Every environment variable, in one typed and frozen place."""

import os
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from app.errors import ConfigurationError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def _empty_is_unset(value: object) -> object:
    return None if value == "" else value


_POSTGRES = r"^postgres(ql)?://.+"
_BROKER = r"^(rediss?|amqps?)://.+"
_HTTP = r"^https?://[^/\s]+"
_ORIGIN = r"^https?://[^/\s,*]+$"


def _words(value: object) -> object:
    """Words between commas."""
    if not isinstance(value, str):
        return value
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _listed(value: object) -> object:
    """Origins between commas."""
    words = _words(value)
    return tuple(map(_as_browsers_say, words)) if isinstance(words, tuple) else words


def _as_browsers_say(origin: str) -> str:
    """In lower case, without a slash or the scheme's own port."""
    plain = origin.lower().rstrip("/")
    scheme = plain.partition(":")[0]
    return plain.removesuffix({"http": ":80", "https": ":443"}.get(scheme, "/"))


def _without_version(url: str) -> str:
    """The host alone: every path that Ursa asks begins with /v3 by itself."""
    return url.rstrip("/").removesuffix("/v3").rstrip("/")


_Unset = BeforeValidator(_empty_is_unset)
DatabaseUrl = Annotated[Annotated[str, Field(pattern=_POSTGRES)] | None, _Unset]
BrokerUrl = Annotated[Annotated[str, Field(pattern=_BROKER)] | None, _Unset]
HttpUrl = Annotated[Annotated[str, Field(pattern=_HTTP)] | None, _Unset]
Origins = Annotated[tuple[Annotated[str, Field(pattern=_ORIGIN)], ...], BeforeValidator(_listed)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_words)]
Secret = Annotated[SecretStr | None, _Unset]


class Settings(BaseModel):
    """What can be set from outside; a variable has the upper-case name of its field."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    # The database.
    database_url: DatabaseUrl = None
    """TimescaleDB server as postgresql://…; unset: the embedded database in DATA_DIR."""
    read_database_url: DatabaseUrl = None
    """Replica that answers reads; unset: DATABASE_URL."""
    read_timeout_seconds: Annotated[int, Field(ge=1, le=3600)] = 30
    """Seconds that the database may work on one question; the embedded one has no timer."""
    data_dir: Path = Path(".ursa")
    """Folder of the embedded database, of generated secrets, and of notices that wait for it."""
    backup_dir: Annotated[Path | None, _Unset] = None
    """Folder of the embedded database's backups; unset: backups in DATA_DIR."""
    backup_hours: Annotated[int, Field(ge=0, le=8760)] = 24
    """Hours between two backups of the embedded database; 0: none are taken by themselves."""
    backup_keep: Annotated[int, Field(ge=1, le=1000)] = 7
    """Backups of the embedded database that are kept; older ones go."""

    # Work.
    broker_url: BrokerUrl = None
    """Redis or RabbitMQ between API and workers; unset: workers run inside the server."""
    sync_interval_minutes: Annotated[int, Field(ge=5, le=1440)] = 60
    """Minutes of one interval of the timetable, in which feeds' cadences are counted."""
    sync_days_lookback: Annotated[int, Field(ge=1, le=365)] = 28
    """Days that a sync looks back when nobody says otherwise."""
    history_days: Annotated[int, Field(ge=0, le=36_500)] = 365
    """Days that the earlier version of a row is kept after it was replaced or deleted."""

    # Archives of past years.
    archive_max_gib: Annotated[float, Field(gt=0, le=1000)] = 2
    """Size up to which an archive may be uploaded, GiB."""
    archive_max_unpacked_gib: Annotated[int, Field(ge=1, le=1000)] = 20
    """Size up to which an archive may unpack, GiB."""

    # The server.
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Port to listen on; 0: any free one."""
    base_url: HttpUrl = None
    """Address under which people reach Ursa; unset: http://HOST:PORT."""
    allowed_origins: Origins = ()
    """Web pages of other origins that may ask, comma separated: https://app.example, …"""
    trusted_proxies: Networks = ()
    """Proxies whose X-Forwarded-For counts where wrong passwords wait, comma separated."""
    api_key: Secret = None
    """Master key: opens everybody's data."""
    auth_required: bool = True
    """Whether a key is needed; false is allowed on a loopback address only."""
    encryption_key: Secret = None
    """Fernet keys for Polar tokens, comma separated, newest first; unset: made in DATA_DIR."""

    # GraphQL.
    graphql_introspection: bool = True
    """Whether clients may ask for the schema; /graphql/schema.graphql shows it all the same."""
    graphql_suggestions: bool = True
    """Whether an unknown field's error names similar ones."""
    graphql_max_cost: Annotated[int, Field(ge=100)] = 100_000
    """Most that one document may cost; about one a value."""
    graphql_documents: Annotated[Path | None, _Unset] = None
    """JSON file of trusted documents: SHA-256 to text."""
    graphql_only_trusted: bool = False
    """Whether only documents of GRAPHQL_DOCUMENTS are answered."""

    # Polar.
    polar_api_url: Annotated[str, Field(pattern=_HTTP), AfterValidator(_without_version)] = (
        "https://www.polaraccesslink.com"
    )
    """AccessLink's data host; /v3 at its end may be there or not."""
    polar_auth_url: Annotated[str, Field(pattern=_HTTP)] = (
        "https://flow.polar.com/oauth2/authorization"
    )
    """Page on which a person allows Ursa to read."""
    polar_token_url: Annotated[str, Field(pattern=_HTTP)] = (
        "https://polarremote.com/v2/oauth2/token"  # noqa: S105 -- an address, no secret
    )
    """Address that turns a code into a token."""
    polar_client_id: Annotated[str | None, _Unset] = None
    """Id of your AccessLink client."""
    polar_client_secret: Secret = None
    """Secret of your AccessLink client."""
    polar_webhook_secret: Secret = None
    """Secret that signs a webhook which was not made with `ursa webhook create`."""

    oauth_callback_origins: Origins = ()
    """Applications that may send people to /oauth/start, comma separated: https://app.example, …"""

    # Applications and assistants.
    oauth_registration: bool = True
    """Whether applications may register themselves; people still decide whom they let in."""
    oauth_client_documents: bool = True
    """Whether applications may name themselves by the address of a document, which Ursa fetches."""

    # Running.
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """How much is logged."""
    log_format: Literal["text", "json"] = "text"
    """Logs for people or for machines."""
    metrics_token: Secret = None
    """Opens /metrics as a bearer's token; without it, or beside it, this machine alone may look."""
    otel_exporter_otlp_endpoint: HttpUrl = None
    """OpenTelemetry collector that takes traces over HTTP, as http://collector:4318."""
    otel_service_name: str = "ursa"
    """Name of this Ursa in its traces."""
    demo: bool = False
    """Seed and sync simulated people."""

    @model_validator(mode="after")
    def _open_only_on_loopback(self) -> Self:
        if not self.auth_required and self.host not in LOOPBACK:
            raise ValueError("AUTH_REQUIRED: false is allowed on a loopback HOST only")
        return self

    @property
    def embedded(self) -> bool:
        """Whether Ursa brings its own database."""
        return self.database_url is None

    @property
    def backup_place(self) -> Path:
        """Where the embedded database's backups lie."""
        return self.backup_dir or self.data_dir / "backups"

    @property
    def public_url(self) -> str:
        """Address under which people reach Ursa, without a slash at its end."""
        return (self.base_url or f"http://{self.host}:{self.port}").rstrip("/")


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; raises ConfigurationError that names a wrong variable."""
    values = os.environ if environment is None else environment
    known = {name: values[name.upper()] for name in Settings.model_fields if name.upper() in values}
    known |= {
        name: _from_file(name, values) for name in SECRETS if f"{name.upper()}_FILE" in values
    }
    try:
        return Settings.model_validate(known)
    except ValidationError as error:
        raise ConfigurationError(_line(error, known)) from None


SECRETS = tuple(
    name
    for name, field in Settings.model_fields.items()
    if "SecretStr" in str(field.annotation)
    or name in {"database_url", "read_database_url", "broker_url"}
)
"""What may stand in a file that NAME_FILE names, as secrets of Docker and systemd do."""


def _from_file(name: str, values: Mapping[str, str]) -> str:
    variable = f"{name.upper()}_FILE"
    if values.get(name.upper()):
        raise ConfigurationError(f"{variable}: {name.upper()} is set, too. Set one of the two.")
    try:
        return Path(values[variable]).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise ConfigurationError(
            f"{variable}={values[variable]!r}: can not be read ({why})."
        ) from None


def _line(error: ValidationError, known: Mapping[str, str]) -> str:
    """Name the variable, its value (never a secret's) and what is allowed."""
    first = error.errors(include_url=False, include_context=True)[0]
    if not first["loc"]:
        return str(first["msg"]).removeprefix("Value error, ")
    name = str(first["loc"][0])
    field = Settings.model_fields[name]
    secret = "SecretStr" in str(field.annotation) or "://" in known[name]
    shown = "" if secret else f"={known[name]!r}"
    pattern = (first.get("ctx") or {}).get("pattern")
    allowed = f"should look like {pattern}" if pattern else first["msg"]
    return f"{name.upper()}{shown}: {allowed}"
