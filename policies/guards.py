"""Who may do what to which rows, as row security of the database: the second layer behind ``visible_to``.

Every model declares ``guard``; ``manage.py grant_access`` makes grants and row-level security policies of it, and
tests/test_guards.py fails on a table without one. A condition compares one key with one setting, read once a query (a
scalar initplan): arrays, alternatives and functions cost many times as much.
"""

from dataclasses import dataclass, replace

PLACE_LEVELS = ("post", "station", "county")  # people at work, by the width of their view
# People who work in their own assignment: account_admin opens and closes accounts, role_admin assigns roles and places.
ASSIGNED_LEVELS = (*PLACE_LEVELS, "account_admin", "role_admin", "auditor")
# Everybody who has signed in and serves somewhere; "emergency" reads another post (with_emergency_level).
PERSON_LEVELS = ("emergency", *ASSIGNED_LEVELS)
# Each level is a group role of PostgreSQL, registry_<level>. anonymous: nobody has signed in, or serves nowhere.
# public: somebody with a slip, who is nobody to the registry; it may call one function (referrals/slips.py).
LEVELS = ("anonymous", "public", *PERSON_LEVELS, "compute", "eraser", "housekeeping")
READING_LEVELS = tuple(level for level in LEVELS if level != "public")

SELECT, INSERT, UPDATE, DELETE = "SELECT", "INSERT", "UPDATE", "DELETE"
READ_WRITE = (SELECT, INSERT, UPDATE)
READ_WRITE_DELETE = (SELECT, INSERT, UPDATE, DELETE)


def setting(name: str) -> str:
    """The SQL of a key of the scope: user, post, station or county of the person who asks."""
    return f"(SELECT nullif(current_setting('app.{name}', true), '')::bigint)"


# Does the person who asks see rows that are protected from most (access/roles.py)?
SEES_PROTECTED = "(SELECT current_setting('app.protected', true) = 'on')"


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


OWN_POST, OWN_STATION, OWN_COUNTY = map(own_place, PLACE_LEVELS)
OF_SOMEBODY_ELSE = f"user_id <> {setting('user')}"


def follows(parent: str, key: str, *rules: Rule) -> Guard:
    """Rows visible to those who see their parent; ``rules`` are the rights on the visible ones."""
    seen = f"EXISTS (SELECT 1 FROM {parent} AS parent WHERE parent.id = {key})"
    return tuple(replace(rule, where=rule.where or seen) for rule in rules)


def own_rows(column: str, *, rights: tuple[str, ...] = READ_WRITE_DELETE) -> Guard:
    """Rows of the person whom ``column`` names, for that person alone; housekeeping may change and delete them."""
    return (
        Rule(PERSON_LEVELS, rights, f"{column} = {setting('user')}"),
        Rule(("housekeeping",), (SELECT, UPDATE, DELETE)),
    )


def open_to_all(*rules: Rule) -> Guard:
    """Nothing personal: read by everybody, written according to ``rules``."""
    return (Rule(READING_LEVELS, (SELECT,)), *rules)


# During an emergency view none of these rows are visible: no error, no rows.
HIDDEN_IN_EMERGENCY = Rule(("emergency",), (SELECT,), "false")
NO_ACCESS: Guard = ()  # a table of a library that the registry does not use: no level reads or writes it


def with_emergency_level(guard: Guard) -> Guard:
    """The guard with rules for the level ``emergency``, which reads another post.

    It reads what the post reads, changes own rows alone (the session), and inserts nothing: not even another view,
    which is opened from the own place. A guard with HIDDEN_IN_EMERGENCY stays as it is.
    """
    if HIDDEN_IN_EMERGENCY in guard:
        return guard
    seen = [rule for rule in guard if "post" in rule.levels and "emergency" not in rule.levels]
    rights = [(SELECT, UPDATE, DELETE) if setting("user") in rule.where else (SELECT,) for rule in seen]
    left = [
        tuple(right for right in rule.rights if right in some)
        for rule, some in zip(seen, rights, strict=True)
    ]
    added = (
        replace(rule, levels=("emergency",), rights=some)
        for rule, some in zip(seen, left, strict=True)
        if some
    )
    return (*guard, *added)
