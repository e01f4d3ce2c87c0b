"""Settings: typed, frozen, and one line for what is wrong."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.errors import ConfigurationError
from app.settings import Settings, read_settings

README = Path(__file__).parents[2] / "README.md"


def test_nothing_set_is_the_embedded_database_on_loopback() -> None:
    """Without any variable Ursa runs alone, for this machine."""
    settings = read_settings({})
    assert (settings.embedded, settings.host, settings.port) == (True, "127.0.0.1", 8000)
    assert settings.public_url == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("PORT", "eighty", "PORT='eighty'"),
        ("PORT", "70000", "less than or equal to 65535"),
        ("SYNC_DAYS_LOOKBACK", "0", "greater than or equal to 1"),
        ("DATABASE_URL", "mysql://x", "DATABASE_URL"),
        ("BROKER_URL", "http://x", "should look like"),
        ("ALLOWED_ORIGINS", "https://app.example, *", "ALLOWED_ORIGINS"),
        ("ALLOWED_ORIGINS", "app.example", "should look like"),
        ("LOG_FORMAT", "xml", "'text' or 'json'"),
        ("POLAR_API_URL", "ftp://x", "POLAR_API_URL"),
    ],
)
def test_a_bad_value_is_one_line(variable: str, value: str, words: str) -> None:
    """The line names the variable and what is allowed."""
    with pytest.raises(ConfigurationError) as caught:
        read_settings({variable: value})
    assert caught.value.message.startswith(variable)
    assert words in caught.value.message
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("variable", ["DATABASE_URL", "BROKER_URL", "BASE_URL", "API_KEY"])
def test_empty_is_not_set(variable: str) -> None:
    """An empty variable, as compose files leave it, is none at all."""
    assert getattr(read_settings({variable: ""}), variable.lower()) is None


def test_secrets_are_not_shown() -> None:
    """A password in a wrong URL, and a key, stay out of messages and reprs."""
    with pytest.raises(ConfigurationError) as caught:
        read_settings({"DATABASE_URL": "mysql://me:hunter2@host/db"})
    assert "hunter2" not in caught.value.message
    assert "hunter2" not in repr(read_settings({"API_KEY": "hunter2"}))


def test_no_keys_no_strangers() -> None:
    """Without keys Ursa answers on a loopback address only."""
    assert read_settings({"AUTH_REQUIRED": "false"}).auth_required is False
    with pytest.raises(ConfigurationError, match="AUTH_REQUIRED"):
        read_settings({"AUTH_REQUIRED": "false", "HOST": "0.0.0.0"})  # noqa: S104


def test_settings_do_not_change() -> None:
    """A setting is set once."""
    with pytest.raises(ValidationError):
        read_settings({}).port = 1  # type: ignore[misc]


def test_every_setting_is_in_the_readme() -> None:
    """The README's table has a row for each variable."""
    text = README.read_text()
    assert [n for n in Settings.model_fields if f"`{n.upper()}`" not in text] == []


@pytest.mark.parametrize("end", ["", "/", "/v3", "/v3/", "//"])
def test_polars_address_may_end_with_its_version(end: str) -> None:
    """Every path that Ursa asks begins with /v3 by itself."""
    settings = read_settings({"POLAR_API_URL": f"https://polar.example/some{end}"})
    assert settings.polar_api_url == "https://polar.example/some"


def test_secrets_and_addresses_may_stand_in_files(tmp_path: Path) -> None:
    """NAME_FILE names the file; its last line end is none of the secret's."""
    (tmp_path / "key").write_text("a-master-key\n")
    (tmp_path / "url").write_text("postgresql://ursa@database/ursa\n")
    files = {"API_KEY_FILE": str(tmp_path / "key"), "DATABASE_URL_FILE": str(tmp_path / "url")}
    settings = read_settings(files)
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "a-master-key"
    assert settings.database_url == "postgresql://ursa@database/ursa"


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"API_KEY_FILE": "/nonexistent/key"}, "API_KEY_FILE='/nonexistent/key': can not be read"),
        ({"API_KEY_FILE": "/nonexistent/key", "API_KEY": "a"}, "API_KEY is set, too"),
    ],
)
def test_a_file_that_is_not_there_is_told(variables: dict[str, str], words: str) -> None:
    """One line that names the variable, and never what a file holds."""
    with pytest.raises(ConfigurationError, match=words):
        read_settings(variables)
