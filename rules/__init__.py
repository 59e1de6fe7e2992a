"""Every dated setting: limits, due days, norms, sample sizes. ``rules.whole(code, on=day, county=code)`` reads one."""

from rules.declared import highest, lowest, newest
from rules.reading import days, fingerprint, hours, value, whole, words

__all__ = ["days", "fingerprint", "highest", "hours", "lowest", "newest", "value", "whole", "words"]
