"""API keys: what a key may, a new secret for it, the end of it."""

from app.auth import require
from app.errors import NotFound
from app.reads import accounts
from app.records.account import ApiKey, Scope
from app.rest.endpoint import Asked
from app.rest.shapes.service import KeyInfo, KeyRegenerated, KeyRevoked


async def info(asked: Asked) -> KeyInfo:
    """The caller's own key, or for who may see everybody the person's newest one."""
    await asked.state["auth"].flush()
    key = await _key(asked)
    own = key.key_id == asked.caller.key_id
    return KeyInfo.of(key, remaining=asked.caller.rate.remaining if own else None, active=True)


async def regenerate(asked: Asked) -> KeyRegenerated:
    """The same key with a new secret."""
    key = await _changeable(asked)
    _, secret = await asked.state["auth"].regenerate(key.key_id, asked.caller.actor)
    return KeyRegenerated(secret, "The key has a new secret. The old one has ended.")


async def revoke(asked: Asked) -> KeyRevoked:
    """The end of the key."""
    key = await _changeable(asked)
    await asked.state["auth"].revoke(key.key_id, asked.caller.actor)
    return KeyRevoked("The key has ended.", asked.user_id)


async def _changeable(asked: Asked) -> ApiKey:
    """A key may change itself; somebody else's key is for administrators, lest scopes leak."""
    key = await _key(asked)
    if key.key_id != asked.caller.key_id:
        require(asked.caller, Scope.ADMIN)
    return key


async def _key(asked: Asked) -> ApiKey:
    keys = await accounts.active_keys(asked.resources.pool, asked.user_id, asked.resources.clock())
    if asked.caller.user_id is not None:
        keys = [key for key in keys if key.key_id == asked.caller.key_id]
    if not keys:
        raise NotFound("This person has no key that works. Make one with `ursa api-key create`.")
    return keys[0]
