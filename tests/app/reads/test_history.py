"""Which relations have a history that can be asked for."""

import re

from app.records.history import HistoryRelation
from app.store.classes import RELATIONS
from app.store.queries import SQL
from app.store.relations import HISTORY, SPANS

DELETED = {
    relation
    for file in (SQL / "queries/write").glob("*_delete.sql")
    for relation in re.findall(r"'(\w+)' AS relation", file.read_text())
}


def test_every_history_can_be_asked_for() -> None:
    """What a sync replaces and what a deed deletes is a relation to ask for, of a known class."""
    assert DELETED
    relations = {relation.value for relation in HistoryRelation}
    assert relations == HISTORY | {*SPANS} | DELETED
    assert relations <= set(RELATIONS)
