"""Documents that are known by their hash: trusted ones, and those that clients sent before."""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from graphql import GraphQLError

MOST_KEPT_BYTES = 4_194_304
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SHA256 = re.compile(r"(?:sha256:)?([0-9a-f]{64})")
_VERSION = 1
NOT_FOUND = "PersistedQueryNotFound"
"""Word for word what clients of automatic persisted queries wait for; they then send the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLRequest:
    """One request, as any transport carries it."""

    query: str | None = None
    document_id: str | None = None
    persisted: Annotated[str | None, "SHA-256 of an automatic persisted query."] = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation_name: str | None = None


class UnknownDocumentError(Exception):
    """The document can not be told; `error` says why, `status` for machines."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.error = GraphQLError(message, extensions={"code": code})
        self.status = status


class Documents:
    """Texts by their SHA-256 in hex."""

    def __init__(self, trusted: Mapping[str, str], *, only_trusted: bool) -> None:
        self._trusted = trusted
        self._only_trusted = only_trusted
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._kept_bytes = 0

    def text(self, request: GraphQLRequest) -> str:
        """The text that a request means, sent or known; raises UnknownDocumentError."""
        if request.document_id is not None:
            return self._by_id(request)
        if request.query is None:
            return self._by_hash(request.persisted)
        if request.persisted is not None and request.persisted != _sha256(request.query):
            raise UnknownDocumentError("document_mismatch", "sha256Hash is not that of `query`.")
        if self._only_trusted and _sha256(request.query) not in self._trusted:
            raise UnknownDocumentError(
                "untrusted", "This server answers trusted documents only; send documentId.", 403
            )
        return request.query

    def keep(self, request: GraphQLRequest) -> None:
        """Remember a good document under the hash that it was sent with; the eldest makes room."""
        digest, text = request.persisted, request.query
        if digest is None or text is None or digest in self._kept:
            return
        self._kept[digest] = text
        self._kept_bytes += len(text)
        while self._kept_bytes > MOST_KEPT_BYTES:
            self._kept_bytes -= len(self._kept.popitem(last=False)[1])

    def _by_id(self, request: GraphQLRequest) -> str:
        if request.query is not None:
            raise UnknownDocumentError("graphql_invalid", "Send query or documentId, not both.")
        found = _SHA256.fullmatch(request.document_id or "")
        text = self._trusted.get(found[1]) if found else None
        if text is None:
            raise UnknownDocumentError(
                "document_unknown", "There is no trusted document with this documentId."
            )
        return text

    def _by_hash(self, digest: str | None) -> str:
        if digest is None:
            raise UnknownDocumentError("query_missing", "Send a document as `query`.")
        text = self._trusted.get(digest) or self._kept.get(digest)
        if text is None:
            raise UnknownDocumentError("PERSISTED_QUERY_NOT_FOUND", NOT_FOUND)
        if digest in self._kept:
            self._kept.move_to_end(digest)
        return text


def persisted_hash(extensions: Mapping[str, Any]) -> str | None:
    """The hash of an automatic persisted query; raises ValueError for what can be none."""
    named = extensions.get("persistedQuery")
    if named is None:
        return None
    version, digest = (
        (named.get("version"), named.get("sha256Hash")) if isinstance(named, dict) else (None, None)
    )
    if version != _VERSION or not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise ValueError("persistedQuery has version 1 and a sha256Hash of 64 hex digits.")
    return digest


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
