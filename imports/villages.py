"""Which village a line means: its code, or its name with or without the town, among those that the person serves."""

from collections import defaultdict
from typing import Protocol

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from imports import keys
from imports.lines import Line
from imports.models import Import
from imports.people import Reader
from posts.models import Post, Village, VillageCode, VillageName
from posts.models.divisions import short_name
from posts.models.placed import keys_of
from posts.querysets import open_on

ENDINGS = ("村民委员会", "居民委员会", "社区居委会", "村委会", "居委会", "社区", "村")


class Says(Protocol):
    """A line with what it says, by meaning."""

    @property
    def line(self) -> Line: ...
    def get(self, code: str) -> str: ...


class Villages:
    """The villages of one person, or ``among`` others, by every spelling."""

    def __init__(self, owner: Import, by: User, among: QuerySet[Village] | None = None):
        self.default = owner.for_village
        self.by_name: dict[str, set[int]] = defaultdict(set)
        self.by_code: dict[str, int] = {}
        served = among
        if served is None:
            served = Village.objects.served_by(by).existing().select_related("town")
        self.names = {village.pk: str(village) for village in served}
        for code, key in former_codes(served):
            self.by_code[code] = key
        former = VillageName.objects.filter(village__in=served).values_list("village_id", "name")
        for village in served:
            self.by_code[village.code] = village.pk
            self._name(village.pk, village.name, village.town.name)
        towns = {village.pk: village.town.name for village in served}
        for key, name in former:
            self._name(key, name, towns[key])
        posts = Post.objects.select_related("station").filter(
            open_on(timezone.localdate(), "memberships__"), memberships__village__in=served
        )
        self.placed = {
            membership.village_id: keys_of(post)
            for post in posts.prefetch_related("memberships")
            for membership in post.memberships.all()
            if membership.ends_on is None
        }

    def _name(self, key: int, name: str, town: str) -> None:
        spellings = {
            name,
            short_name(name),
            *(name.removesuffix(one) for one in ENDINGS if name.endswith(one)),
        }
        for spelling in filter(None, spellings):
            self.by_name[keys.word(spelling)].add(key)
            for place in {town, town.removesuffix("镇"), town.removesuffix("乡")}:
                self.by_name[keys.word(place + spelling)].add(key)

    def find(self, entry: Says, reader: Reader) -> tuple[int | None, str]:
        """The key of the village; else None and why not."""
        code, name, town = entry.get("code"), entry.get("village"), entry.get("town")
        if code:
            found = self.by_code.get(code.removesuffix(".0"))
            return found, "" if found else _("None of your villages has this code.")
        if not name:
            return self._of_file(entry, reader)
        several = self.by_name.get(keys.word(town + name), set()) if town else set()
        several = several or self.by_name.get(keys.word(name), set())
        if len(several) == 1:
            return next(iter(several)), ""
        if several:
            return None, _("Several of your villages have this name. Write the town beside it, or the code.")
        return None, _(
            "None of your villages has this name. Write it as in the list of villages, or its code."
        )

    def _of_file(self, entry: Says, reader: Reader) -> tuple[int | None, str]:
        """The sheet's name, the title above the table, the village chosen for the file, or the only one there is."""
        sheet, title = reader.place(entry.line)
        for found in (self.by_name.get(keys.word(sheet), set()), self._in_title(title)):
            if len(found) == 1:
                return next(iter(found)), ""
        if self.default in self.names:
            return self.default, ""
        if len(self.names) == 1:
            return next(iter(self.names)), ""
        return None, _("The line names no village. Add a column, or choose the village of the file.")

    def _in_title(self, title: str) -> set[int]:
        folded = keys.word(title)
        full = {name: found for name, found in self.by_name.items() if name in folded and len(name) > 1}
        longest = max(map(len, full), default=0)
        return next((found for name, found in full.items() if len(name) == longest), set())


def former_codes(villages: QuerySet[Village]) -> list[tuple[str, int]]:
    """Code and key of villages that had the code, which means no village today; the last one that had it comes last."""
    had = VillageCode.objects.filter(village__in=villages).exclude(until=None)
    today = Village.objects.existing().filter(code__in=had.values("code"))
    return list(had.exclude(code__in=today.values("code")).order_by("until").values_list("code", "village"))
