"""Naps: sleeps beside the night of their date."""

from app.reads.days import day_list
from app.records.sleep import Nap

naps = day_list(Nap, "naps", "Naps of the window, the newest first.")
