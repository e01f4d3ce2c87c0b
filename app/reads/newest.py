"""The newest value of every metric, which anomalies and insights are told of."""

from app.reads.desk import question
from app.store import findings

newest_values = question(findings.newest_values)
