"""Applications that are named by the address of a document: what is fetched, and what never."""

import asyncio
import datetime as dt
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.errors import OAuthRefused
from app.http.outside import Outside, OutsideRefused, checked, is_public
from app.main import create_app
from app.oauth import documents
from app.oauth.documents import Documents
from tests.app.oauth.conftest import BACK, Begin, Flow, back, served
from tests.app.web.conftest import House

HOST = "client.example"
URL = f"https://{HOST}/oauth/client.json"
GOOD = {"client_id": URL, "client_name": "Evening", "redirect_uris": [BACK]}


class There:
    """A server of the public network, as far as this machine is one: over TLS, on loopback."""

    def __init__(self) -> None:
        self.told: object = GOOD
        self.head = "200 OK\r\nContent-Type: application/json"
        self.asked: list[str] = []
        self.addresses = ["127.0.0.1"]
        self.waits = False

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer."""
        asked = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(asked)
        body = self.told if isinstance(self.told, bytes) else json.dumps(self.told).encode()
        if self.waits:
            await reader.read()
        head = f"HTTP/1.1 {self.head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        writer.close()

    async def look_up(self, host: str, port: int) -> list[str]:
        """Where names lead."""
        assert port
        return self.addresses if host == HOST else []


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's side with a certificate of its own, and a client's that trusts it."""
    file = _certificate(tmp_path_factory.mktemp("tls"))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "both.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
async def there() -> There:
    """What the server of the application says."""
    return There()


@pytest.fixture
async def outside(
    there: There, tls: tuple[ssl.SSLContext, ssl.SSLContext]
) -> AsyncIterator[Callable[..., Outside]]:
    """The way to it; every address counts as public unless the test says otherwise."""
    async with _listening(there, tls[0]) as port:

        def way(**other: object) -> Outside:
            usual = {"look_up": there.look_up, "tls": tls[1], "port": port}
            return Outside(**{**usual, "public": lambda _: True, **other})  # type: ignore[arg-type]

        yield way


@asynccontextmanager
async def _listening(there: There, tls: ssl.SSLContext) -> AsyncIterator[int]:
    server = await asyncio.start_server(there.answer, "127.0.0.1", 0, ssl=tls)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def refused(outside: Outside, url: str = URL) -> str:
    """Why the document is not taken."""
    with pytest.raises(OAuthRefused) as told:
        await Documents(outside, lambda: 0.0).client(url)
    assert told.value.error == "invalid_client"
    return told.value.message


async def test_a_document(there: There, outside: Callable[..., Outside]) -> None:
    """It is fetched from the address that was looked at, and kept for minutes at least."""
    now = [0.0]
    docs = Documents(outside(), lambda: now[0])
    client = await docs.client(URL)
    assert (client.name, client.host, client.redirect_uris) == ("Evening", HOST, [BACK])
    assert f"Host: {HOST}" in there.asked[0]
    assert "GET /oauth/client.json " in there.asked[0]
    now[0] = 299
    await docs.client(URL)
    assert len(there.asked) == 1
    there.head, now[0] = "500 Broken", 301
    assert (await docs.client(URL)).name == "Evening"
    there.head = "200 OK\r\nContent-Type: application/json\r\nCache-Control: max-age=999999"
    now[0] = 400
    await docs.client(URL)
    now[0] = 400 + 86_399
    await docs.client(URL)
    assert len(there.asked) == 3
    there.head, now[0] = "500 Broken", 400 + 8 * 86_400
    with pytest.raises(OAuthRefused):
        await docs.client(URL)
    there.head = "200 OK\r\nContent-Type: application/json"
    with pytest.raises(OAuthRefused):  # What failed is not asked again at once.
        await docs.client(URL)
    assert len(there.asked) == 4


@pytest.mark.parametrize(
    ("head", "told", "why"),
    [
        ("302 Found\r\nLocation: http://169.254.169.254/", b"", "redirects are not followed"),
        ("200 OK\r\nContent-Type: application/json", b"{" + b" " * 5_200, "longer than 5,120"),
        ("200 OK\r\nContent-Type: text/html", GOOD, "not sent as JSON"),
        ("200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip", b"x", "packed"),
        (None, b"no json", "no JSON"),
        (None, [GOOD], "not its own address"),
        (None, GOOD | {"client_id": f"https://{HOST}/other.json"}, "not its own address"),
        (None, GOOD | {"redirect_uris": ["http://evil.example/"]}, "redirect_uris"),
        (None, GOOD | {"redirect_uris": []}, "redirect_uris"),
        (None, GOOD | {"token_endpoint_auth_method": "private_key_jwt"}, "secret"),
        (None, GOOD | {"client_secret": "x"}, "secret"),
    ],
)
async def test_a_document_that_is_none(
    there: There, outside: Callable[..., Outside], head: str | None, told: object, why: str
) -> None:
    """It redirects, is huge, changes its client_id, is something else: each is told."""
    there.head, there.told = head or there.head, told
    assert why in await refused(outside())


async def test_what_takes_too_long(there: There, outside: Callable[..., Outside]) -> None:
    """Nobody is kept waiting by an address of somebody else's."""
    there.waits = True
    assert "longer than" in await refused(outside(patience_s=1.0))


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["8.8.8.8", "10.0.0.1"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:192.168.1.1"],
        ["fd00::1"],
        ["64:ff9b::a00:1"],
        ["100.64.0.1"],
        ["0.0.0.0"],  # noqa: S104 -- not listened to
        ["fe80::1%eth0"],
    ],
)
async def test_a_document_of_the_own_network(
    there: There, outside: Callable[..., Outside], addresses: list[str]
) -> None:
    """One private address among those of a name is enough, however it is written."""
    there.addresses = addresses
    assert "public network" in await refused(outside(public=is_public))
    assert not there.asked


@pytest.mark.parametrize(
    "url",
    [
        "http://client.example/x",
        "https://client.example",
        "https://client.example/",
        "https://client.example/a/../b",
        "https://client.example:8443/x",
        "https://user@client.example/x",
        "https://client.example/x#y",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://2130706433/x",
        "https://localhost/x",
        "https://client.example\\@evil.example/x",
        "https://cliént.example/x",
        "https://client.example/x y",
    ],
)
def test_addresses_that_are_not_asked(url: str) -> None:
    """What could be read in two ways, or leads to a machine by its number, is no address here."""
    assert not documents.possible(url)


def test_addresses_that_are_asked() -> None:
    """Names of the public network, by https."""
    assert documents.possible(URL)
    assert checked(f"{URL}?v=2") == (HOST, "/oauth/client.json?v=2")
    with pytest.raises(OutsideRefused):
        checked("https://[")
    assert is_public("2606:4700::1111")


async def test_the_whole_way(
    house: House,
    begin: Begin,
    there: There,
    outside: Callable[..., Outside],
    person: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """For strangers nothing is fetched; the page shows the host; the tokens are the document's."""
    monkeypatch.setattr("app.oauth.server.Outside", outside)
    flow = await begin()
    async with served(create_app(house.resources.settings, house.state), house.state) as http:
        mine = Flow(http, http, URL, verifier=flow.verifier)
        query = urlencode(mine.asked())
        sent = await http.get(f"/oauth/authorize?{query}")
        assert (sent.status_code, sent.headers["location"]) == (303, f"/consent?{query}")
        assert not there.asked
        http.cookies = flow.browser.cookies
        shown = await mine.shown()
        assert (shown["name"], shown["host"], shown["verified"]) == ("Evening", HOST, True)
        told = back((await mine.decided(user_id=person)).json()["leads_to"])
        tokens = (await mine.exchanged(told["code"])).json()
        assert (await mine.refreshed(tokens["refresh_token"])).status_code == 200
        assert len(there.asked) == 1
        there.told = GOOD | {"redirect_uris": ["https://app.example/other"]}
