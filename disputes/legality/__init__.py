"""What the law and the county's rules say about a step of a dispute: ``check(facts)`` answers findings.

``facts`` are plain values (facts.py), read from the rows by reading.py. Each rule is a function in the module of its
subject, and ``RULES`` names them all. The actions are the gate: they call gate.py before anything is written, whatever
page or job they are called by.
"""

from disputes.legality.facts import GateFacts, GateStep
from disputes.legality.findings import Found, Verdict
from disputes.legality.gate import ReasonsWanted, check_step, keep, require
from disputes.legality.steps import RULES, check

__all__ = [
    "RULES",
    "Found",
    "GateFacts",
    "GateStep",
    "ReasonsWanted",
    "Verdict",
    "check",
    "check_step",
    "keep",
    "require",
]
