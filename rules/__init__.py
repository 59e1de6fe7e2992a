"""Every dated setting: limits, due days, norms, sample sizes. ``rules.whole(code, on=day, county=code)`` reads one."""

from rules.declared import highest, lowest, newest
from rules.reading import days, hours, value, whole, words

__all__ = ["days", "highest", "hours", "lowest", "newest", "value", "whole", "words"]
