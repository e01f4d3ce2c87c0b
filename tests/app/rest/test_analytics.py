"""Baselines to insights: the document's fields, order and types, out of days that are there."""

import datetime as dt
import json
from typing import Any

import httpx
import numpy as np
import psycopg
import pytest

from app.metrics import Metric
from app.patterns import DOCUMENTED, NAMES
from app.records.account import Scope
from app.records.recharge import Recharge
from app.store import change, keys, write
from app.store.aggregates import refresh_aggregates
from app.store.pool import Pool
from tests.app.rest.conftest import MASTER, Get
from tests.app.series import AFTER_ALL, TODAY, gappy, keep, live, night

FIVE = ["hrv_rmssd", "sleep_score", "resting_hr", "training_load", "training_load_ratio"]
EXTRA = "cross_correlations"
BASELINE = {
    "metric_name": str,
    **dict.fromkeys(
        [
            "baseline_value",
            "baseline_7d",
            "baseline_30d",
            "baseline_90d",
            "median",
            "q1",
            "q3",
            "iqr",
            "std_dev",
            "min",
            "max",
            "lower_bound",
            "upper_bound",
        ],
        float,
    ),
    "sample_count": int,
    "status": str,
    "data_start_date": str,
    "data_end_date": str,
    "calculated_at": str,
}


def types(row: dict[str, Any]) -> list[tuple[str, type]]:
    """Names of fields in order, with the types of their values."""
    return [(name, type(value)) for name, value in row.items()]


async def test_baselines(get: Get, pool: Pool, person: str) -> None:
    """The five documented metrics, each with the document's fields in its order."""
    await live(pool, person, 60)
    answer = (await get("baselines")).json()
    assert [row["metric_name"] for row in answer] == FIVE
    for row in answer:
        assert types(row) == list(BASELINE.items())
        assert row["status"] == "ready"
        assert row["sample_count"] == 60
        assert (row["data_start_date"], row["data_end_date"]) == ("2025-11-13", "2026-01-11")
        assert row["calculated_at"] == "2026-01-11T20:00:00Z"


async def test_a_baseline_in_numbers(get: Get, pool: Pool, person: str) -> None:
    """Every number is what numpy makes of the values, with 2 decimals."""
    values = gappy(np.random.default_rng(1), 80)
    await keep(pool, person, {"hrv_rmssd": values})
    found = (await get("baselines/hrv_rmssd")).json()
    known = values[np.isfinite(values)]
    q1, median, q3 = np.quantile(known, [0.25, 0.5, 0.75])
    expected = {
        "baseline_value": known.mean(),
        "baseline_7d": np.nanmean(values[-7:]),
        "baseline_30d": np.nanmean(values[-30:]),
        "baseline_90d": known.mean(),
        "median": median,
        "q1": q1,
        "q3": q3,
        "iqr": q3 - q1,
        "std_dev": known.std(ddof=1),
        "min": known.min(),
        "max": known.max(),
        "lower_bound": q1 - 1.5 * (q3 - q1),
        "upper_bound": q3 + 1.5 * (q3 - q1),
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=0.0051)
    assert all(round(found[name], 2) == found[name] for name in expected)


async def test_metrics_without_data(get: Get, pool: Pool, person: str) -> None:
    """A documented metric that has no value is told as insufficient, with nulls."""
    await keep(pool, person, {"hrv_rmssd": [50.0] * 6})
    hrv, sleep, *_ = (await get("baselines")).json()
    assert (hrv["status"], hrv["sample_count"]) == ("insufficient", 6)
    assert (hrv["data_start_date"], hrv["baseline_value"]) == ("2026-01-06", None)
    assert sleep == {
        **dict.fromkeys(BASELINE),
        "metric_name": "sleep_score",
        "sample_count": 0,
        "status": "insufficient",
        "calculated_at": "2026-01-11T20:00:00Z",
    }


async def test_all_metrics(get: Get, pool: Pool, person: str) -> None:
    """With `extended` every metric of the registry that has values is there."""
    await live(pool, person, 30)
    names = [row["metric_name"] for row in (await get("baselines", extended="true")).json()]
    assert names == [metric.key for metric in Metric if metric.key in names]
    assert {*FIVE, "steps", "sleep_hours", "deep_sleep_hours"} <= set(names)
    assert (await get("baselines/steps")).json()["baseline_value"] == 8000.0


async def test_baselines_of_the_past(get: Get, pool: Pool, person: str) -> None:
    """`as_of` answers what the baseline was, and leaves today's alone."""
    await keep(pool, person, {"hrv_rmssd": [40.0] * 50 + [60.0] * 50})
    before = (await get("baselines/hrv_rmssd", as_of="2025-11-22")).json()
    now = (await get("baselines/hrv_rmssd")).json()
    assert (before["baseline_value"], before["data_end_date"]) == (40.0, "2025-11-22")
    assert (now["baseline_value"], now["data_end_date"]) == (51.11, "2026-01-11")
    (row, *_) = (await get("baselines", as_of="2025-11-22")).json()
    assert row == before


@pytest.mark.parametrize("as_of", ["2099-01-01", "0001-01-01", "9999-12-31", "2026-01-12"])
async def test_odd_days(get: Get, pool: Pool, person: str, as_of: str) -> None:
    """Days that nobody has lived have baselines by the same formulas, if need be empty ones."""
    await live(pool, person, 30)
    answer = await get("baselines", as_of=as_of)
    assert answer.status_code == 200
    assert [row["metric_name"] for row in answer.json()] == FIVE


@pytest.mark.parametrize("as_of", ["", "today", "2026-02-30", "2026-1-1", "20260111"])
async def test_days_that_are_none(get: Get, as_of: str) -> None:
    """What is no day of the calendar is refused."""
    answer = await get("baselines", as_of=as_of)
    assert (answer.status_code, answer.json()["parameter"]) == (400, "as_of")


async def test_check(get: Get, pool: Pool, person: str) -> None:
    """The document's fields in its order; the document's own bounds, and its rule."""
    await keep(pool, person, {"hrv_rmssd": [38.5] * 12 + [42.0] * 3 + [48.2] * 12})
    found = (await get("baselines/check/hrv_rmssd/22.5")).json()
    assert found == {
        "value": 22.5,
        "metric_name": "hrv_rmssd",
        "is_anomaly": True,
        "severity": "warning",
        "baseline": 43.2,
        "baseline_7d": 48.2,
        "lower_bound": 23.95,
        "upper_bound": 62.75,
        "status": "ready",
    }
    assert list(found) == [
        "value",
        "metric_name",
        "is_anomaly",
        "severity",
        "baseline",
        "baseline_7d",
        "lower_bound",
        "upper_bound",
        "status",
    ]
    inside = (await get("baselines/check/hrv_rmssd/25.5")).json()
    assert (inside["is_anomaly"], inside["severity"]) == (False, None)
    far = (await get("baselines/check/hrv_rmssd/1e300")).json()
    assert (far["is_anomaly"], far["severity"], far["value"]) == (True, "critical", 1e300)
    unknown = (await get("baselines/check/steps/1")).json()
    assert (unknown["is_anomaly"], unknown["status"]) == (False, "insufficient")


@pytest.mark.parametrize(
    "value",
    ["abc", "NaN", "nan", "inf", "-inf", "Infinity", "1e400", "1_000", "0x1F", "1,5", "--1", "%20",
     "1%20", "٣", "1e99999", "9" * 65, "null", "+"],
)  # fmt: skip
async def test_values_that_are_none(get: Get, value: str) -> None:
    """What is no finite number is refused, and the answer says what would be one."""
    answer = await get(f"baselines/check/hrv_rmssd/{value}")
    assert answer.status_code == 400
    assert answer.json()["detail"] == "value must be a finite number, such as 25.5."


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("baselines/heart", [metric.key for metric in Metric]),
        ("baselines/HRV_RMSSD", [metric.key for metric in Metric]),
        ("baselines/check/heart/5", [metric.key for metric in Metric]),
        ("patterns/heart", list(NAMES)),
        ("forecasts/steps", ["hrv_rmssd", "resting_hr", "sleep_score", "training_load"]),
        ("metrics/heart/weekly", [metric.key for metric in Metric]),
        ("metrics/heart/monthly", [metric.key for metric in Metric]),
    ],
)
async def test_unknown_names(get: Get, path: str, names: list[str]) -> None:
    """A metric or pattern that there is not is not found, and the answer lists those there are."""
    answer = await get(path)
    assert answer.status_code == 404
    assert answer.json()["detail"].endswith(f"It is one of: {', '.join(names)}.")


Post = Any


@pytest.fixture
def post(client: httpx.AsyncClient, person: str, key: str) -> Post:
    """POST under /api/v1/users/{person} with the person's own key."""

    async def asking(path: str) -> httpx.Response:
        url = f"/api/v1/users/{person}/{path}"
        return await client.post(url, headers={"X-API-Key": key})

    return asking


async def test_calculate(post: Post, pool: Pool, person: str) -> None:
    """The document's shape: a status for each of the five metrics."""
    await keep(pool, person, {"hrv_rmssd": [50.0] * 21, "sleep_score": [80.0] * 7})
    assert (await post("baselines/calculate")).json() == {
        "user_id": person,
        "baselines_calculated": {
            "hrv_rmssd": "ready",
            "sleep_score": "partial",
            "resting_hr": "insufficient",
            "training_load": "insufficient",
            "training_load_ratio": "insufficient",
        },
    }


async def test_detect(post: Post, pool: Pool, person: str) -> None:
    """The document's shape: a significance for each of the four patterns."""
    await live(pool, person, 60)
    answer = (await post("patterns/detect")).json()
    assert list(answer) == ["user_id", "patterns_detected"]
    assert list(answer["patterns_detected"]) == list(DOCUMENTED)
    words = {"high", "medium", "low", "insufficient"}
    assert set(answer["patterns_detected"].values()) <= words


@pytest.mark.parametrize("path", ["baselines/calculate", "patterns/detect"])
async def test_reading_keys_do_not_calculate(
    client: httpx.AsyncClient, pool: Pool, person: str, path: str
) -> None:
    """To set work in motion a key needs the scope `sync`."""
    _, secret = await keys.create_key(
        pool,
        user_id=person,
        label="test",
        scopes=[Scope.READ],
        actor="test",
        rate_limit_per_minute=100,
    )
    url = f"/api/v1/users/{person}/{path}"
    answer = await client.post(url, headers={"X-API-Key": secret})
    assert answer.status_code == 403
    options = await client.options(url)
    assert options.headers["allow"] == "POST, OPTIONS"


async def test_status(get: Get, pool: Pool, person: str) -> None:
    """The document's example: 45 nights, 30 days of cardio load."""
    await live(pool, person, 45)
    async with pool.connection() as connected:
        await connected.execute(
            "DELETE FROM cardio_load WHERE user_id = %s AND date <= %s",
            [person, TODAY - dt.timedelta(days=30)],
        )
    text = (await get("analytics/status")).text
    assert json.dumps(json.loads(text)) == json.dumps(
        {
            "user_id": person,
            "data_days": {"sleep": 45, "recharge": 45, "activity": 45, "cardio_load": 30},
            "min_data_days": 30,
            "features_available": {
                "basic_stats": True,
                "trend_analysis": True,
                "personalized_baselines": True,
                "predictive_models": True,
                "advanced_ml": False,
                "long_term_patterns": False,
            },
            "unlock_progress": {
                "advanced_ml": {
                    "unlocked": False,
                    "days_required": 60,
                    "days_remaining": 30,
                    "progress_percent": 50.0,
                }
            },
            "recommendations": [
                "Great progress! Advanced ML features unlock after 60 days of data."
            ],
        }
    )


PATTERN = [
    "pattern_type",
    "pattern_name",
    "score",
    "confidence",
    "significance",
    "metrics_involved",
    "sample_count",
    "details",
    "analyzed_at",
]


async def test_patterns(get: Get, pool: Pool, person: str) -> None:
    """The four documented patterns in the document's order; all of them when asked for."""
    await live(pool, person, 60)
    await keep(pool, person, {"hrv_rmssd": [12.0]})
    plain = (await get("patterns")).json()
    assert [row["pattern_name"] for row in plain] == list(DOCUMENTED)
    assert [list(row) for row in plain] == [PATTERN] * 4
    assert {row["analyzed_at"] for row in plain} == {"2026-01-11T20:00:00Z"}
    everything = (await get("patterns", extended="true")).json()
    assert [row["pattern_name"] for row in everything] == list(NAMES)
    assert everything[:4] == plain
    one = (await get("patterns/overtraining_risk")).json()
    assert one == plain[1]
    assert {"risk_factors", "recommendations"} <= set(one["details"])
    assert (await get(f"patterns/{EXTRA}")).json()["pattern_name"] == EXTRA


async def test_anomalies(get: Get, pool: Pool, person: str) -> None:
    """The document's fields and its deviations; fresh values alone count."""
    hrv = [38.5] * 12 + [42.0] * 3 + [48.2] * 12
    await keep(pool, person, {"hrv_rmssd": [*hrv, 22.5], "steps": [5000.0] * 30 + [90000.0]})
    await keep(pool, person, {"resting_hr": [50, 51] * 20 + [99]}, TODAY - dt.timedelta(days=3))
    found = (await get("anomalies")).json()
    assert list(found) == ["user_id", "anomaly_count", "anomalies"]
    assert found["anomaly_count"] == 1
    (anomaly,) = found["anomalies"]
    assert json.dumps(anomaly) == json.dumps(
        {
            "metric_name": "hrv_rmssd",
            "current_value": 22.5,
            "baseline_value": 42.46,
            "lower_bound": 23.95,
            "upper_bound": 62.75,
            "severity": "warning",
            "direction": "below",
            "deviation_percent": -47.0,
        }
    )
    more = (await get("anomalies", extended="true")).json()
    assert [row["metric_name"] for row in more["anomalies"]] == ["hrv_rmssd", "steps"]
    low, high = more["anomalies"]
    said = {name: low.pop(name) for name in ("date", "fact", "context", "code", "params")}
    assert low == anomaly
    assert said == {
        "date": TODAY.isoformat(),
        "fact": "HRV is unusually low: 22ms",
        "context": "Your usual range: 24ms to 62ms",
        "code": "unusually_low",
        "params": {"value": 22.5, "low": pytest.approx(23.95), "high": pytest.approx(62.75)},
    }
    assert (high["code"], high["params"]["value"]) == ("unusually_high", 90000.0)
    told = (await get("anomalies", extended="true", language="de")).json()["anomalies"]
    assert told[0]["fact"] == "HRV ungewöhnlich niedrig: 22 ms"


INSIGHTS = [
    "user_id",
    "generated_at",
    "data_freshness",
    "data_age_days",
    "status",
    "feature_availability",
    "unlock_progress",
    "current_metrics",
    "baselines",
    "patterns",
    "anomalies",
    "observations",
    "suggestions",
]


async def test_insights(get: Get, pool: Pool, person: str) -> None:
    """The document's fields in its order, for a person with 45 days."""
    await live(pool, person, 45)
    await change.execute(
        pool,
        "account_synced",
        user_id=person,
        synced_at=dt.datetime(2026, 1, 11, 6, tzinfo=dt.UTC),
    )
    found = (await get("insights")).json()
    assert list(found) == INSIGHTS
    assert found["generated_at"] == "2026-01-11T20:00:00Z"
    assert found["data_freshness"] == "2026-01-11T06:00:00Z"
    assert (found["data_age_days"], found["status"]) == (45, "ready")
    assert found["feature_availability"] == {
        **{
            name: {"available": True, "message": None}
            for name in ("baselines_7d", "baselines_30d", "patterns", "anomaly_detection")
        },
        "ml_predictions": {
            "available": False,
            "message": "Unlocks in 15 days",
            "unlock_at_days": 60,
        },
    }
    assert found["unlock_progress"] == {
        "next_unlock": "ml_predictions",
        "days_until_next": 15,
        "percent_to_next": 75.0,
    }
    assert list(found["current_metrics"]) == [
        "hrv",
        "sleep_score",
        "resting_hr",
        "training_load_ratio",
    ]
    assert types(found["current_metrics"])[:3] == [
        ("hrv", float),
        ("sleep_score", int),
        ("resting_hr", int),
    ]
    assert list(found["baselines"]) == FIVE
    assert list(found["baselines"]["hrv_rmssd"]) == [
        "current",
        "baseline",
        "baseline_7d",
        "baseline_30d",
        "percent_of_baseline",
        "trend",
        "status",
    ]
    assert {row["name"] for row in found["patterns"]} <= set(DOCUMENTED)
    for row in found["patterns"]:
        assert list(row) == [
            "name",
            "pattern_type",
            "score",
            "significance",
            "factors",
            "interpretation",
        ]


async def test_insights_of_somebody_new(get: Get, pool: Pool, person: str) -> None:
    """The document's second example, to the letter: five days of data."""
    dates = [TODAY - dt.timedelta(days=back) for back in range(5)]
    nights: list[Any] = [
        [night(day, 75) for day in dates],
        [Recharge(date=day, hrv_rmssd_ms=48, heart_rate_avg=55) for day in dates],
    ]
    await write.store_harvest(pool, person, nights)
    text = (await get("insights")).text
    locked = {"baselines_7d": 7, "baselines_30d": 30, "patterns": 21, "anomaly_detection": 21,
              "ml_predictions": 60}  # fmt: skip
    assert json.dumps(json.loads(text)) == json.dumps(
        {
            "user_id": person,
            "generated_at": "2026-01-11T20:00:00Z",
            "data_age_days": 5,
            "status": "unavailable",
            "feature_availability": {
                name: {
                    "available": False,
                    "message": f"Unlocks in {days - 5} days",
                    "unlock_at_days": days,
                }
                for name, days in locked.items()
            },
            "unlock_progress": {
                "next_unlock": "baselines_7d",
                "days_until_next": 2,
                "percent_to_next": 71.4,
            },
            "current_metrics": {
                "hrv": 48.0,
                "sleep_score": 75,
                "resting_hr": 55,
                "training_load_ratio": None,
            },
            "baselines": {},
            "patterns": [],
            "anomalies": [],
            "observations": [
                {
                    "category": "onboarding",
                    "priority": "info",
                    "fact": "Building your personal baselines (5/7 days)",
                    "context": "Keep wearing your device. Basic insights unlock in 2 days.",
                    "trend": None,
                }
            ],
            "suggestions": [],
        }
    )


WHO_ASKS = (
    "Title: The API keys with these secrets",
    "Title: Whether there is such a person",
    "Title: Add what API keys did",
)


async def test_insights_take_few_statements(
    get: Get, pool: Pool, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many metrics there are: three beside the version of the data, asked again none.

    Who asks is remembered for seconds, which a busy machine may outlast: that is not counted.
    """
    await live(pool, person, 60)
    await get("insights")
    asked: list[Any] = []
    execute = psycopg.AsyncCursor.execute

    async def noting(self: Any, query: Any, *args: Any, **more: Any) -> Any:  # noqa: ANN401
        if not any(title in str(query) for title in WHO_ASKS):
            asked.append(query)
        return await execute(self, query, *args, **more)

    monkeypatch.setattr(psycopg.AsyncCursor, "execute", noting)
    await get("insights")
    assert len(asked) == 1 + 3
    await get("insights")
    assert len(asked) == 1 + 3 + 1
    monkeypatch.undo()
    async with pool.connection() as connected:
        await connected.execute("DELETE FROM baseline WHERE user_id = %s", [person])
        await connected.execute("DELETE FROM data_version WHERE user_id = %s", [person])
    asked.clear()
    monkeypatch.setattr(psycopg.AsyncCursor, "execute", noting)
    await get("insights")
    assert len(asked) == 1 + 4


async def test_forecasts(get: Get, pool: Pool, person: str) -> None:
    """Seven coming days with their intervals, or the reason why there are none."""
    await live(pool, person, 40)
    wave = 50 + 10 * np.sin(np.arange(120) / 9)
    wave += np.random.default_rng(3).normal(0, 1, 120)
    await keep(pool, person, {"hrv_rmssd": wave})
    rows = (await get("forecasts")).json()
    names = ["hrv_rmssd", "resting_hr", "sleep_score", "training_load"]
    assert sorted(row["metric_name"] for row in rows) == names
    hrv = (await get("forecasts/hrv_rmssd")).json()
    assert hrv in rows
    assert list(hrv) == [
        "metric_name",
        "status",
        "reason",
        "interval_percent",
        "forecast",
        "skill",
        "sample_count",
        "as_of",
        "calculated_at",
    ]
    assert (hrv["status"], hrv["reason"], hrv["interval_percent"]) == ("ready", None, 80)
    assert [day["date"] for day in hrv["forecast"]] == [f"2026-01-{day}" for day in range(12, 19)]
    assert all(day["low"] < day["value"] < day["high"] for day in hrv["forecast"])
    sleep = next(row for row in rows if row["metric_name"] == "sleep_score")
    assert (sleep["status"], sleep["forecast"]) == ("withheld", [])
    assert sleep["reason"] == "20 past days can be tested; it takes 28."


async def test_the_long_memory(get: Get, pool: Pool, person: str) -> None:
    """Weeks begin on Mondays, months on the first; the newest comes first."""
    await keep(pool, person, {"hrv_rmssd": [40.0] * 7 + [50.0, 52.0, 54.0, 60.0, None, 62.0, 64.0]})
    await refresh_aggregates(pool, AFTER_ALL)
    rows = (await get("metrics/hrv_rmssd/weekly")).json()
    assert [row["date"] for row in rows] == ["2026-01-05", "2025-12-29"]
    assert json.dumps(rows[0]) == json.dumps(
        {
            "date": "2026-01-05",
            "sample_count": 6,
            "mean": 57.0,
            "std_dev": 5.76,
            "min": 50.0,
            "q1": 52.5,
            "median": 57.0,
            "q3": 61.5,
            "max": 64.0,
        }
    )
    (this_week,) = (await get("metrics/hrv_rmssd/weekly", days=2)).json()
    assert this_week == rows[0]
    months = (await get("metrics/hrv_rmssd/monthly")).json()
    assert [(row["date"], row["sample_count"]) for row in months] == [
        ("2026-01-01", 10),
        ("2025-12-01", 3),
    ]
    assert (await get("metrics/steps/weekly")).json() == []


RANDOM = np.random.default_rng(5)
GAP = [None] * 100
LATER, LONG_AGO = TODAY + dt.timedelta(days=400), TODAY - dt.timedelta(days=900)
ODD: dict[str, tuple[list[float | None], dt.date]] = {
    "constant": ([50.0] * 120, TODAY),
    "an outlier of 10^9": ([*gappy(RANDOM, 119), 1e9], TODAY),
    "gaps of months": ([*gappy(RANDOM, 40), *GAP, *gappy(RANDOM, 9), *GAP, 50.0], TODAY),
    "all in the future": ([50.0] * 30, LATER),
    "all long ago": ([50.0] * 30, LONG_AGO),
    "zeros": ([0.0] * 60, TODAY),
    "five years": ([*gappy(RANDOM, 5 * 365)], TODAY),
}
"""Days that no healthy person has: values of each metric, and their last day."""


READS = [
    "baselines?extended=true",
    "baselines?as_of=2025-12-01",
    "baselines/hrv_rmssd",
    "baselines/check/hrv_rmssd/1",
    "analytics/status",
    "patterns?extended=true",
    "patterns/hrv_trend",
    "anomalies?extended=true",
    "insights",
    "forecasts",
    "forecasts/hrv_rmssd",
    "metrics/hrv_rmssd/weekly?days=3650",
    "metrics/hrv_rmssd/monthly?days=3650",
]


@pytest.mark.parametrize("nights", [0, 1, 60])
@pytest.mark.parametrize("kind", ["no days", *ODD])
async def test_odd_people(
    client: httpx.AsyncClient, key: str, pool: Pool, person: str, kind: str, nights: int
) -> None:
    """Whatever the days are, every endpoint answers in its shape, and JSON stays JSON."""
    await live(pool, person, nights)
    if kind in ODD:
        column, last = ODD[kind]
        await keep(pool, person, dict.fromkeys(FIVE, column), last)
    for path in READS:
        url = f"/api/v1/users/{person}/{path}"
        answer = await client.get(url, headers={"X-API-Key": key})
        assert (path, answer.status_code) == (path, 200)
        json.loads(answer.text, parse_constant=pytest.fail)
    for path in ("baselines/calculate", "patterns/detect"):
        url = f"/api/v1/users/{person}/{path}"
        answer = await client.post(url, headers={"X-API-Key": key})
        assert (path, answer.status_code) == (path, 200)


async def test_the_same_month_of_earlier_years(get: Get, pool: Pool, person: str) -> None:
    """Three years of days: each January's median, quartiles and count are those of its rows."""
    values = 50 + 8 * np.random.default_rng(31).standard_normal(3 * 366)
    values[-30:] -= 20
    await keep(pool, person, {"hrv_rmssd": values})
    await refresh_aggregates(pool, AFTER_ALL)
    rows = (await get("baselines", extended="true")).json()
    (hrv,) = (row for row in rows if row["metric_name"] == "hrv_rmssd")
    days = [TODAY - dt.timedelta(days=len(values) - 1 - place) for place in range(len(values))]
    expected = []
    for year in (2025, 2024, 2023):
        month = [v for d, v in zip(days, values, strict=True) if (d.year, d.month) == (year, 1)]
        if month:
            q1, median, q3 = np.quantile(month, (0.25, 0.5, 0.75)).round(2)
            numbers = {"sample_count": len(month), "q1": q1, "median": median, "q3": q3}
            expected.append({"date": f"{year}-01-01", **numbers})
    assert len(expected) == 3
    assert hrv["seasons"] == expected
    assert all(row["seasons"] == [] for row in rows if row["metric_name"] != "hrv_rmssd")
    assert "seasons" not in (await get("baselines")).json()[0]


async def test_sentences_come_with_codes_and_in_a_language(
    get: Get, pool: Pool, person: str
) -> None:
    """Extended insights have codes and numbers beside the same sentences, in any language."""
    await live(pool, person, 60)
    await keep(pool, person, {"hrv_rmssd": [12.0]})
    plain = (await get("insights")).json()["observations"]
    german = (await get("insights", extended="true", language="de")).json()
    coded = german["observations"]
    assert german["anomalies"][0]["fact"] == "HRV ungewöhnlich niedrig: 12,0 ms"
    assert [each["code"] for each in coded]
    short = (await get("insights", extended="true")).json()["patterns"]
    assert all({"code", "metric", "params"} <= each.keys() for each in short)
    assert all("code" not in each for each in plain)
    assert [each["priority"] for each in coded] == [each["priority"] for each in plain]
    assert all(a["fact"] != b["fact"] for a, b in zip(coded, plain, strict=True))
    reasons = {
        language: (await get("forecasts/training_load", language=language)).json()["reason"]
        for language in ("en", "de", "fi")
    }
    assert len(set(reasons.values())) == 3
    patterns = (await get("patterns/hrv_trend", language="fi")).json()["details"]
    assert patterns["interpretation"].startswith("Sykevälivaihtelu")
    refused = await get("insights", language="tlh")
    assert refused.status_code == 400
    assert refused.json()["detail"] == "language must be one of en, de, fi."


@pytest.mark.parametrize(
    ("wish", "chosen", "language"),
    [
        ("de", "", "de"),
        ("de-AT, de;q=0.9, en;q=0.5", "", "de"),
        ("sv, FI;q=0.8, en;q=0.5", "", "fi"),
        ("en-GB, de;q=0.9", "", "en"),
        ("en;q=0.5, fi;q=0.7", "", "fi"),
        ("fi, en", "", "fi"),
        ("de", "fi", "fi"),
        ("de", "en", "en"),
        ("de;q=0", "", "en"),
        ("de;q=much", "", "en"),
        ("sv, *", "", "en"),
        ("de," * 200, "", "en"),
        ("\u00e4".encode("latin-1"), "", "en"),
        ("", "", "en"),
    ],
)
async def test_sentences_follow_the_wish_of_the_client(
    client: httpx.AsyncClient, person: str, wish: str | bytes, chosen: str, language: str
) -> None:
    """`Accept-Language` chooses the language of sentences; the one in the address comes first."""
    path = f"/api/v1/users/{person}/forecasts/training_load"
    headers: dict[str, Any] = {"X-API-Key": MASTER, "Accept-Language": wish}
    asked = {"language": chosen} if chosen else {}
    found = await client.get(path, headers=headers, params=asked)
    told = await client.get(path, headers={"X-API-Key": MASTER}, params={"language": language})
    assert found.headers["content-language"] == language
    assert found.json()["reason"] == told.json()["reason"]
    assert found.headers["vary"] == "Accept-Encoding, Accept-Language"


async def test_a_language_is_no_other_languages_answer(
    client: httpx.AsyncClient, person: str
) -> None:
    """What was answered, and named, in one language is not given for another one's."""
    path = f"/api/v1/users/{person}/patterns"
    await client.get(path, headers={"X-API-Key": MASTER})  # Finds them: they are new with it.
    tags, reasons = [], []
    for wish in ("en", "de", "fi"):
        headers = {"X-API-Key": MASTER, "Accept-Language": wish}
        found = await client.get(path, headers=headers)
        tags.append(found.headers["etag"])
        reasons.append(found.json()[0]["details"]["reason"])
        for tag in tags:
            again = await client.get(path, headers={**headers, "If-None-Match": tag})
            assert again.status_code == (304 if tag == found.headers["etag"] else 200)
    assert len(set(tags)) == len(set(reasons)) == 3
    same = await client.get(path, headers={"X-API-Key": MASTER, "Accept-Language": "de-CH"})
    assert same.headers["etag"] == tags[1]


async def test_what_has_no_sentences_has_no_language(get: Get) -> None:
    """Answers of numbers are the same for everybody, and say nothing of a language."""
    found = await get("baselines")
    assert "content-language" not in found.headers
    assert found.headers["vary"] == "Accept-Encoding"
