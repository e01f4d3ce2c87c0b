"""Somebody at a browser who is asked for consent, and what an application keeps meanwhile."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import httpx
from mcp.client.auth import TokenStorage
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientInformationFull, OAuthToken

from app.deeds import sessions
from app.records.session import Browser, Role
from tests.app.mcp.conftest import House

BACK = "http://127.0.0.1:7777/callback"


@dataclass
class Visitor:
    """Says yes to all that is asked for, over HTTP, as the consent page does."""

    house: House
    days: int = 30
    seen: list[str] = field(default_factory=list)
    """Where the application sent the browser."""

    async def cookie(self) -> str:
        """Of a session of the person's."""
        begun = await sessions.begin(
            self.house.state,
            Browser(address="192.0.2.7"),
            Role.PERSON,
            how="test",
            user_id=self.house.person,
        )
        return begun.secret

    async def allow(self, url: str) -> dict[str, str]:
        """Follow an application's request; what it is told at its redirect_uri."""
        self.seen.append(url)
        cookies = {"ursa_session": await self.cookie()}
        headers = {"Origin": self.house.address}
        async with httpx.AsyncClient(base_url=self.house.address, cookies=cookies) as http:
            sent = await http.get(url)
            assert sent.status_code == 303, sent.text
            query = urlsplit(sent.headers["location"]).query
            asked = (
                await http.post("/oauth/consent/request", json={"query": query}, headers=headers)
            ).json()
            scopes = [f"read:{each}" for each in asked["classes"]]
            decision = {
                "query": query,
                "allow": True,
                "user_id": self.house.person,
                "scopes": [*scopes, *(["sync"] if asked["sync"] else [])],
                "days": self.days,
            }
            answer = await http.post("/oauth/consent", json=decision, headers=headers)
        assert answer.status_code == 200, answer.text
        return dict(parse_qsl(urlsplit(answer.json()["leads_to"]).query))

    async def redirect(self, url: str) -> None:
        """What clients call to open a browser."""
        self._told = await self.allow(url)

    async def called_back(self) -> AuthorizationCodeResult:
        """What clients wait for."""
        return AuthorizationCodeResult(
            code=self._told["code"], state=self._told["state"], iss=self._told["iss"]
        )


class Kept(TokenStorage):
    """What a client keeps."""

    def __init__(self) -> None:
        self.tokens: OAuthToken | None = None
        self.client: OAuthClientInformationFull | None = None
        self.given: list[OAuthToken] = []

    async def get_tokens(self) -> OAuthToken | None:
        """The tokens."""
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        """New ones."""
        self.tokens = tokens
        self.given.append(tokens)

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        """The registration."""
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        """A new one."""
        self.client = client_info
