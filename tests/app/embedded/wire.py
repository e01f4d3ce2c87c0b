"""A client that speaks the wire protocol by hand, for tests."""

import base64
import hashlib
import hmac
import socket
import struct
from dataclasses import dataclass

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Running:
    """A wire server that a test talks to."""

    port: int
    pid: int
    password: str = PASSWORD

    @property
    def conninfo(self) -> str:
        """What psycopg and psql connect with."""
        return (
            f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres "
            f"password='{self.password}'"
        )


def message(kind: str, body: bytes = b"") -> bytes:
    """One wire message."""
    return kind.encode() + struct.pack("!i", len(body) + 4) + body


def startup(**parameters: str) -> bytes:
    """A start-up message of protocol 3.0."""
    pairs = b"".join(f"{name}\0{value}\0".encode() for name, value in parameters.items())
    body = struct.pack("!i", 196608) + pairs + b"\0"
    return struct.pack("!i", len(body) + 4) + body


def query(text: str) -> bytes:
    """A simple query."""
    return message("Q", text.encode() + b"\0")


class Wire:
    """A socket that reads whole messages."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self._file = self.socket.makefile("rb")

    def close(self) -> None:
        """Hang up."""
        self._file.close()
        self.socket.close()

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.socket.sendall(data)

    def byte(self) -> bytes:
        """Read one byte; empty at the end."""
        return self._file.read(1)

    def read(self) -> tuple[str, bytes]:
        """Read one message: type and body; type "" at the end."""
        kind = self._file.read(1)
        if not kind:
            return "", b""
        (length,) = struct.unpack("!i", self._file.read(4))
        return kind.decode(), self._file.read(length - 4)

    def until(self, last: str) -> list[tuple[str, bytes]]:
        """Read up to and with the first message of type `last`, or to the end."""
        found = [self.read()]
        while found[-1][0] not in {last, ""}:
            found.append(self.read())
        return found

    def kinds(self, last: str = "Z") -> str:
        """Read up to `last` and return the types, notices left out."""
        return "".join(kind for kind, _ in self.until(last) if kind != "N")

    def fields(self) -> dict[str, str]:
        """Read an ErrorResponse's fields."""
        kind, body = self.read()
        assert kind == "E"
        return {field[:1]: field[1:] for field in body.decode().split("\0") if field}

    def log_in(self, password: str = PASSWORD, **parameters: str) -> None:
        """Log in with SCRAM-SHA-256, up to the server's verdict on the password."""
        names = {"user": "postgres", "database": "postgres"} | parameters
        self.send(startup(**names))
        assert self.read()[0] == "R"
        first = "n=,r=abcdefgh"
        start = b"SCRAM-SHA-256\0" + struct.pack("!i", len(first) + 3) + f"n,,{first}".encode()
        self.send(message("p", start))
        challenge = self.read()[1][4:].decode()
        self.send(message("p", _proof(password, first, challenge)))


def _proof(password: str, first: str, challenge: str) -> bytes:
    given = dict(part.split("=", 1) for part in challenge.split(","))
    salt, rounds = base64.b64decode(given["s"]), int(given["i"])
    key = hmac.digest(
        hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds), b"Client Key", "sha256"
    )
    final = f"c=biws,r={given['r']}"
    signed = f"{first},{challenge},{final}".encode()
    signature = hmac.digest(hashlib.sha256(key).digest(), signed, "sha256")
    proof = bytes(a ^ b for a, b in zip(key, signature, strict=True))
    return f"{final},p={base64.b64encode(proof).decode()}".encode()
