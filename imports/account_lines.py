"""Checking a sheet of accounts: what each line would open, and what is wrong with it. Nothing is opened."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from access.roles import ROLES, row_of
from accounts.forms import AccountForm
from accounts.models import User
from folding import text as folding
from imports import keys, plain_lines
from imports.faults import fault
from imports.models import Import
from imports.plain_lines import Entry, Faults, Outcome, Places, State
from posts.models import Assignment, Post, Station
from residents.pinyin import full as pinyin

# What stations write of a role, beside its name here.
WORDS = {
    "officer": "民警 驻村民警 社区民警 警员 officer",
    "auxiliary": "辅警 驻村辅警 协警 auxiliary",
    "clerk": "文职 内勤 文员 clerk",
    "chief": "所长 派出所所长 负责人 chief",
    "county": "县局 县公安局 县局民警 county",
    "leader": "县领导 领导 leader",
    "auditor": "审计 审计员 审计人员 auditor",
    "administrator": "账号管理员 administrator",
    "grantor": "授权管理员 grantor",
}
YES = frozenset(["是", "√", "✓", "主责", "责任民警", "y", "yes", "1", "对"])
NO = frozenset(["否", "不是", "非", "无", "×", "x", "n", "no", "0", "-", "/"])
LONGEST_ACCOUNT = 40


class AccountRules:
    """What is known while the lines of one sheet are read: accounts, names, places, and what stood before."""

    def __init__(self, owner: Import):
        county = owner.county_id
        stations = list(Station.objects.open().filter(county=county))
        posts = Post.objects.open().filter(station__county=county).select_related("station")
        self.stations, self.posts = Places(stations, "派出所"), Places(posts, "警务室")
        self.taken = set(User.objects.values_list("username", flat=True))
        self.known_names: dict[str, str] = {
            keys.name(name): username for username, name in User.objects.values_list("username", "name")
        }
        held = Assignment.objects.filter(is_responsible=True, ends_on=None, post__station__county=county)
        self.responsible = set(held.values_list("post", flat=True))
        self.lines: dict[str, int] = {}  # account -> the row that has it
        self.names: dict[str, int] = {}
        self.roles = {
            keys.word(word): row.code for row in ROLES for word in (str(row.name), *WORDS[row.code].split())
        }

    def of(self, entry: Entry) -> tuple[Faults, dict[str, Any]]:
        """What is wrong with the line, and what it would open."""
        faults = plain_lines.numbers_of_people(entry)
        facts = self.account(entry, faults) | {
            "since": str(plain_lines.first_day(entry.get("since"), faults))
        }
        return faults, facts | self.role(entry, faults)

    def account(self, entry: Entry, faults: Faults) -> dict[str, Any]:
        typed = folding.account(entry.get("account"))
        given = {"username": typed or self.made_of(entry.get("name")), "name": entry.get("name"),
                 "badge": entry.get("badge")}  # fmt: skip
        form = AccountForm(given)
        for name, texts in form.errors.items():
            column = {"username": "account"}.get(name, name)
            if column == "account" and not typed and not given["name"]:
                continue  # made of the name, which is missing: one thing is wrong, not two
            faults += [fault(column, str(text)) for text in texts]
        if before := self.lines.get(given["username"]):
            faults.append(fault("account", _("Row %(n)s has this account already.") % {"n": before}))
        self.same_name(entry, faults)
        self.lines.setdefault(given["username"], entry.line.number)
        self.taken.add(given["username"])
        return given

    def same_name(self, entry: Entry, faults: Faults) -> None:
        name = keys.name(entry.get("name"))
        if not name:
            return
        if before := self.names.get(name):
            text = _("Row %(n)s has this name, too. Is it the same person?") % {"n": before}
            faults.append(fault("name", text, State.DOUBTFUL))
        elif known := self.known_names.get(name):
            text = _("There is an account of this name: %(account)s. Is it the same person?")
            faults.append(fault("name", text % {"account": known}, State.DOUBTFUL))
        self.names.setdefault(name, entry.line.number)

    def made_of(self, name: str) -> str:
        """An account from the pinyin of the name: liming, and liming2 when there is one."""
        stem = "".join(one for one in pinyin(name) if one.isascii() and one.isalnum())[: LONGEST_ACCOUNT - 4]
        made, number = stem, 1
        while made and made in self.taken:
            number += 1
            made = f"{stem}{number}"
        return made

    def role(self, entry: Entry, faults: Faults) -> dict[str, Any]:
        """The role that is proposed, and its place; nothing for a line without a role."""
        written = entry.get("role")
        if not written:
            return {}
        code = self.roles.get(keys.word(written))
        if code is None:
            text = _("There is no role of this name.") + plain_lines.near(
                written, [str(row.name) for row in ROLES]
            )
            faults.append(fault("role", text))
            return {}
        place = row_of(code).place
        self.may_be_responsible(entry, code, faults)
        if place == "county":
            return {"role": code}
        station = self.station(entry, faults)
        if place == "station":
            return {"role": code, "station": station.pk if station else None}
        post = self.post(entry, station, faults)
        return {"role": code, "post": post.pk if post else None} | self.responsibility(
            entry, code, post, faults
        )

    def station(self, entry: Entry, faults: Faults) -> Station | None:
        written = entry.get("station")
        found = self.stations.get(written) if written else []
        if len(found) == 1:
            return found[0]  # type: ignore[no-any-return]  # Places holds rows of two tables
        if not written:
            if self.posts.get(entry.get("post")) and row_of_place(entry, self.roles) == "post":
                return None  # the post says which station
            faults.append(fault("station", _("This role serves at a station. Name it.")))
        else:
            text = _("The county has no station of this name.") + plain_lines.near(
                written, self.stations.names
            )
            faults.append(fault("station", text))
        return None

    def post(self, entry: Entry, station: Station | None, faults: Faults) -> Post | None:
        written = entry.get("post")
        found = [one for one in self.posts.get(written) if station is None or one.station_id == station.pk]
        if len(found) == 1:
            return found[0]  # type: ignore[no-any-return]  # Places holds rows of two tables
        if not written:
            faults.append(fault("post", _("This role serves at a post. Name it.")))
        elif found:
            faults.append(fault("post", _("Several posts have this name. Write the station beside it.")))
        elif station and (elsewhere := self.posts.get(written)):
            text = _("This post belongs to %(other)s, not to %(station)s. Mend one of the two.")
            other = "、".join(sorted({str(one.station) for one in elsewhere}))
            faults.append(fault("post", text % {"other": other, "station": station}))
        else:
            text = _("No post has this name there.") + plain_lines.near(written, self.posts.names)
            faults.append(fault("post", text))
        return None

    def may_be_responsible(self, entry: Entry, code: str, faults: Faults) -> None:
        """What the column says that would come to nothing is asked about."""
        answer = entry.get("responsible").lower()
        if answer in YES and not row_of(code).may_be_responsible:
            text = _(
                "%(role)s is never responsible for a post. Taken over, the line makes nobody responsible."
            )
            faults.append(fault("responsible", text % {"role": row_of(code).name}, State.DOUBTFUL))
        elif answer and answer not in YES | NO:
            text = _("Write 是 or 否. Taken over, the line makes nobody responsible.")
            faults.append(fault("responsible", text, State.DOUBTFUL))

    def responsibility(self, entry: Entry, code: str, post: Post | None, faults: Faults) -> dict[str, Any]:
        """Who is responsible for the post: as the column says, else the first officer of a post that has none."""
        if not row_of(code).may_be_responsible or post is None:
            return {}
        answer = entry.get("responsible").lower()
        is_free = post.pk not in self.responsible
        if answer in YES and not is_free:
            faults.append(fault("responsible", _("Another officer is responsible for this post already.")))
        is_responsible = is_free and (answer in YES or not answer)
        if is_responsible:
            self.responsible.add(post.pk)
        return {"responsible": is_responsible}


def row_of_place(entry: Entry, roles: dict[str, str]) -> str:
    code = roles.get(keys.word(entry.get("role")))
    return row_of(code).place if code else ""


def check(owner: Import, by: User, progress: Any = None) -> dict[str, int]:
    """Work out every line anew; returns how many are good, doubtful, refused, and what they would do."""
    rules_of_lines = AccountRules(owner)

    def lines() -> Iterator[tuple[Any, Faults, str, dict[str, Any]]]:
        for entry in plain_lines.entries(owner, ("station",)):
            faults, facts = rules_of_lines.of(entry)
            yield entry.line, faults, Outcome.NEW, facts

    plain_lines.save(lines())
    return plain_lines.counts(owner)
