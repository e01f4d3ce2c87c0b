import io
from pathlib import Path

from rich.console import Console

from app.seed import seed
from app.settings import Settings
from app.store import read
from app.store.pool import Pool


async def test_a_person_is_seeded(database_url: str, pool: Pool, tmp_path: Path) -> None:
    """Their days are there and analysed, and no server will ask Polar about them."""
    told = io.StringIO()
    settings = Settings(database_url=database_url, data_dir=tmp_path)
    await seed(settings, "chiara", 2, Console(file=told))
    assert "chiara: success, 2 days" in told.getvalue()
    async with pool.connection() as connected:
        for relation in ("sleep", "skin_contact_change", "pattern"):
            rows = await connected.execute(f"SELECT FROM {relation} WHERE user_id = 'chiara'")
            assert rows.rowcount > 0, relation
    assert not await read.fetch_value(pool, "credential_there", user_id="chiara")
