"""Exports: the manifest, and CSV files with the oldest day first."""

from starlette.responses import Response

from app.reads.export import record_counts
from app.rest.endpoint import Handler, RestRequest
from app.rest.handlers.lists import R, RowsOfDays
from app.rest.shapes.export import Columns, ExportSummary, csv_of

CSV = "text/csv"


async def summary(asked: RestRequest) -> ExportSummary:
    """What the exports of the window hold."""
    window = asked.window
    counts = await record_counts(asked.pool, asked.user_id, window)
    days = asked.values["days"]
    return ExportSummary.of(asked.user_id, days, window.first, window.last, counts)


def file(question: RowsOfDays[R], name: str, columns: Columns) -> Handler:
    """The window's records as `{name}_{days}days.csv`."""

    async def answer(asked: RestRequest) -> Response:
        records = await question(asked.pool, asked.user_id, asked.window)
        filename = f"{name}_{asked.values['days']}days.csv"
        headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
        return Response(csv_of(columns, reversed(records)), 200, headers, CSV)

    return answer
