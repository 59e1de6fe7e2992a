"""The day for which the demo county is loaded in tests, and its full year."""

from datetime import date

TODAY = date(2026, 3, 18)
YEAR = 2025
DECEMBER = date(YEAR, 12, 1)
