"""docker-compose.yml and Dockerfile, as far as they can be checked without Docker."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.settings import Settings

ROOT = Path(__file__).parents[2]
SECRETS = {"POSTGRES_PASSWORD": "abc", "ENCRYPTION_KEY": "def"}
OURS = ("migrate", "api", "worker", "scheduler")


def composed(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """What docker-compose makes of the file with this environment."""
    program = shutil.which("docker-compose")
    if program is None:
        pytest.skip("docker-compose is not installed")
    return subprocess.run(
        [program, "--file", ROOT / "docker-compose.yml", "config"],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services, with all variables filled in."""
    done = composed(SECRETS)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = yaml.safe_load(done.stdout)["services"]
    return found


@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_a_missing_secret_stops_the_start_and_is_named(missing: str) -> None:
    """There are no default passwords."""
    done = composed({name: value for name, value in SECRETS.items() if name != missing})
    assert done.returncode != 0
    assert f"{missing} must be set" in done.stderr


def test_every_process_of_the_deployment_is_there(services: dict[str, Any]) -> None:
    """Database, broker, and four of ours, each with its command; a backup when somebody says so."""
    assert set(services) - {"backup"} == {"database", "broker", *OURS}
    commands = {name: services[name]["command"] for name in OURS}
    assert commands == {
        "migrate": ["migrate"],
        "api": ["serve"],
        "worker": ["worker"],
        "scheduler": ["scheduler"],
    }


def test_images_are_pinned_to_a_version(services: dict[str, Any]) -> None:
    """TimescaleDB's community edition with its security fixes on PostgreSQL 17, and Redis."""
    image, _, tag = services["database"]["image"].partition(":")
    version, _, server = tag.partition("-")
    assert (image, server) == ("timescale/timescaledb", "pg17")
    assert tuple(map(int, version.split("."))) >= (2, 29, 1)
    assert services["broker"]["image"] == "redis:7-alpine"


def test_processes_begin_when_what_they_need_is_ready(services: dict[str, Any]) -> None:
    """The database answers, the broker answers, the migrations are done."""
    for name in ("api", "worker", "scheduler"):
        assert {k: v["condition"] for k, v in services[name]["depends_on"].items()} == {
            "database": "service_healthy",
            "broker": "service_healthy",
            "migrate": "service_completed_successfully",
        }
    assert services["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"


def test_our_processes_have_no_rights_that_they_do_not_need(services: dict[str, Any]) -> None:
    """A read-only file system, no capabilities, no way to gain privileges."""
    for name in OURS:
        service = services[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["tmpfs"] == ["/tmp"]  # noqa: S108 -- the container's own


def test_only_the_api_is_published_and_only_on_loopback(services: dict[str, Any]) -> None:
    """Who wants it elsewhere says so with PUBLISH."""
    ports = {name: service.get("ports") for name, service in services.items()}
    assert {name for name, port in ports.items() if port} == {"api"}
    assert ports["api"] == ["127.0.0.1:8000:8000/tcp"]


def test_every_variable_of_our_processes_is_a_setting_that_ursa_accepts(
    services: dict[str, Any],
) -> None:
    """Each name is a field of the settings, and what is left empty counts as unset."""
    environment = services["api"]["environment"]
    assert {name.lower() for name in environment} <= set(Settings.model_fields)
    settings = Settings.model_validate({k.lower(): v for k, v in environment.items()})
    assert settings.broker_url == "redis://broker:6379/0"
    assert settings.database_url == "postgresql://ursa:abc@database:5432/ursa"
    assert settings.api_key is None
    assert settings.polar_client_id is None


def test_running_work_has_time_to_end(services: dict[str, Any]) -> None:
    """Docker waits longer than the worker's grace before it kills."""
    assert services["worker"]["stop_grace_period"] == "30s"


def dockerfile() -> list[str]:
    """The Dockerfile's instructions, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_the_image_runs_as_a_user_without_rights() -> None:
    """The last stage sets a numeric user, so that a cluster can check it is not root."""
    stages = "\n".join(dockerfile()).split("\nFROM ")
    runtime = next(stage for stage in stages if stage.startswith("python:3.13-slim AS runtime"))
    assert "\nUSER 10001:10001" in runtime
    assert stages[-1] == "runtime"


def test_the_image_is_built_from_files_that_are_there_and_locked() -> None:
    """Every file that is copied by name exists; packages come by hash and are not compiled."""
    text = "\n".join(dockerfile())
    copied = re.findall(r"^COPY ([^-].*) \S+$", text, re.MULTILINE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists(), name
    assert "pip install --require-hashes --only-binary=:all: -r requirements.lock" in text
    assert "npm ci" in text
    assert "hatchling build --target wheel" in text
    assert "COPY . " not in text.partition("AS runtime")[2]


def test_the_build_names_no_host() -> None:
    """Images, packages and modules come from wherever the machine is set up to get them."""
    for name in ("Dockerfile", "docker-compose.yml"):
        hosts = re.findall(r"\b(?:https?://)([^/\s:'\"]+)", (ROOT / name).read_text())
        assert set(hosts) <= {"127.0.0.1", "localhost"}


def test_nothing_but_the_source_goes_to_the_build() -> None:
    """Neither data nor secrets of a working folder can end up in an image."""
    lines = [
        line
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    assert lines[0] == "*"
    assert [line[1:] for line in lines if line[0] == "!"] == [
        *(
            "app",
            "schema",
            "sql",
            "workers",
            "pyproject.toml",
            "hatch_build.py",
            "licenses",
            "requirements.lock",
            "README.md",
            "LICENSE",
        )
    ]
