"""API keys: what a key may, a new secret for it, the end of it."""

from app.deeds import keys
from app.errors import NotFound
from app.reads import accounts
from app.records.account import ApiKey
from app.rest.endpoint import RestRequest
from app.rest.shapes.service import KeyInfo, KeyRegenerated, KeyRevoked


async def info(asked: RestRequest) -> KeyInfo:
    """The caller's own key; for who sees everybody or is signed in, the person's newest one."""
    await asked.state["auth"].flush()
    key = await _key(asked)
    keys.check_sees(asked.caller, key.key_id)
    own = key.key_id == asked.caller.key_id
    return KeyInfo.of(key, remaining=asked.caller.rate.remaining if own else None, active=True)


async def regenerate(asked: RestRequest) -> KeyRegenerated:
    """The same key with a new secret."""
    key = await _key(asked)
    renewed = await keys.renew(asked.state, asked.caller, key.key_id)
    return KeyRegenerated(renewed.secret, "The key has a new secret. The old one has ended.")


async def revoke(asked: RestRequest) -> KeyRevoked:
    """The end of the key."""
    key = await _key(asked)
    await keys.revoke(asked.state, asked.caller, key.key_id)
    return KeyRevoked("The key has ended.", asked.user_id)


async def _key(asked: RestRequest) -> ApiKey:
    pool, caller = asked.resources.fresh_pool, asked.caller
    if caller.key_id is not None and caller.user_id is not None:
        own = await accounts.key(pool, caller.key_id)
        found = [own] if own is not None else []
    else:
        found = await accounts.active_keys(pool, asked.user_id, asked.resources.clock())
    if not found:
        raise NotFound("This person has no key that works. Make one with `ursa api-key create`.")
    return found[0]
