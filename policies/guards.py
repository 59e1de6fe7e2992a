"""Who may do what to which rows, told to the database itself: the second layer behind ``visible_to``.

Every model declares ``guard``; ``manage.py grant_access`` makes grants and row-level security policies of it, and
tests/test_guards.py fails on a table without one. A condition compares one key with one setting, read once a query (a
scalar initplan): arrays, alternatives and functions cost many times as much.
"""

from dataclasses import dataclass, replace

LEVELS = (
    "door",
    "visitor",
    "post",
    "station",
    "county",
    "office",
    "grants",
    "auditor",
    "figures",
    "eraser",
    "night",
)
PLACES = ("post", "station", "county")  # people who do the work of the registry, by the width of their view
# Whoever has signed in. "office" is who opens and closes accounts, "grants" who assigns roles and places.
PEOPLE = ("visitor", *PLACES, "office", "grants", "auditor")
SIGNED_IN = tuple(
    level for level in PEOPLE if level != "visitor"
)  # grants.py gives a visitor what a post has

READ, ADD, CHANGE, TAKE = "SELECT", "INSERT", "UPDATE", "DELETE"
KEEP = (READ, ADD, CHANGE)
ALL = (READ, ADD, CHANGE, TAKE)


def setting(name: str) -> str:
    """The SQL of a key of the scope: user, post, station or county of whoever asks."""
    return f"(SELECT nullif(current_setting('app.{name}', true), '')::bigint)"


@dataclass(frozen=True)
class Rule:
    """These levels have these rights on the rows for which ``where`` (SQL) holds; on all of them without it.

    ``columns`` narrows a right to change to the named ones. ``check`` must hold of what is written, beside ``where``.
    """

    levels: tuple[str, ...]
    rights: tuple[str, ...]
    where: str = ""
    columns: tuple[str, ...] = ()
    check: str = ""


Guard = tuple[Rule, ...]


def own_place(level: str) -> str:
    """The row's access key is that of the scope.

    A plain equation would be merged with that of ``visible_to`` into "scope = key", which names no table. The planner
    then tries every order of all joined tables, ten times as long for a list's page (benchmarks/README.md). IS NOT NULL
    it takes to hold for nearly every row, as it does beside ``visible_to``; of a bare CASE it expects half of them.
    """
    return f"CASE WHEN {level}_id = {setting(level)} THEN true END IS NOT NULL"


OWN_POST, OWN_STATION, OWN_COUNTY = map(own_place, PLACES)
NOT_ONESELF = f"user_id <> {setting('user')}"


def follows(parent: str, key: str, *rules: Rule) -> Guard:
    """Rows seen by whoever sees their parent; ``rules`` say who has which rights on the seen ones."""
    seen = f"EXISTS (SELECT 1 FROM {parent} AS parent WHERE parent.id = {key})"
    return tuple(replace(rule, where=rule.where or seen) for rule in rules)


def own(column: str, *, rights: tuple[str, ...] = ALL) -> Guard:
    """Rows of one person, whoever that is; housekeeping may clear them away."""
    return (
        Rule(PEOPLE, rights, f"{column} = {setting('user')}"),
        Rule(("night",), (READ, CHANGE, TAKE)),
    )


def open_to_all(*rules: Rule) -> Guard:
    """Nothing personal: read by everybody, written as ``rules`` say."""
    return (Rule(LEVELS, (READ,)), *rules)


# Who looks into a post in an emergency does not see these: no error, no rows.
NO_VISITORS = Rule(("visitor",), (READ,), "false")
NOBODY: Guard = ()  # a table of a library that the registry does not use


def with_visitors(guard: Guard) -> Guard:
    """Who looks into a post in an emergency reads what the post reads, and changes own things alone (the session).

    Nothing is added: not even another look, which begins from the own place.
    """
    if NO_VISITORS in guard:
        return guard
    seen = [rule for rule in guard if "post" in rule.levels and "visitor" not in rule.levels]
    rights = [(READ, CHANGE, TAKE) if setting("user") in rule.where else (READ,) for rule in seen]
    kept = [
        tuple(right for right in rule.rights if right in some)
        for rule, some in zip(seen, rights, strict=True)
    ]
    visits = (
        replace(rule, levels=("visitor",), rights=left) for rule, left in zip(seen, kept, strict=True) if left
    )
    return (*guard, *visits)
