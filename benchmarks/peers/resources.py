"""The resources of django-import-export: visits to take away, a sheet of people to bring in.

Written as its documentation advises for speed: related rows are joined or looked up once, not once a row.
"""

from typing import Any

from django.db.models import QuerySet
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import CachedForeignKeyWidget

from accounts.models import User
from benchmarks.columns import fields_of
from posts.models import Post, Village
from posts.models.placed import keys_of
from residents.book import VISITS
from residents.models import Household, Resident, Visit

VILLAGE, NUMBER, NAME, RELATION, BORN, PHONE = "村", "门牌号", "姓名", "与户主关系", "出生年份", "联系电话"
HEADINGS = (VILLAGE, NUMBER, NAME, RELATION, BORN, PHONE)
HEAD, OTHER = "户主", "子女"
PATHS = fields_of(VISITS.listing.table.columns_of_file())
JOINS = sorted({path.rpartition("__")[0] for path in PATHS if "__" in path})


class VisitResource(ModelResource):
    """The columns of our file, in its order."""

    class Meta:
        model = Visit
        fields = PATHS
        export_order = PATHS

    def filter_export(self, queryset: QuerySet[Visit], **_options: Any) -> QuerySet[Visit]:
        return queryset.select_related(*JOINS)


class VillageWidget(CachedForeignKeyWidget):
    """A village of the person who imports, by its name."""

    def __init__(self, by: User):
        super().__init__(Village, "name")
        self.by = by

    def get_queryset(self, *_row: Any, **_options: Any) -> QuerySet[Village]:
        return Village.objects.served_by(self.by)


class HouseholdWidget(CachedForeignKeyWidget):
    """A household of a station by village and house number."""

    def __init__(self, by: User, villages: VillageWidget):
        super().__init__(Household, "number")
        self.by, self.villages = by, villages

    def get_queryset(self, *_row: Any, **_options: Any) -> QuerySet[Household]:
        return Household.objects.visible_to(self.by)

    def get_lookup_kwargs(self, value: str, row: Any, **_options: Any) -> dict[str, Any]:
        return {"number": value, "village_id": self.villages.clean(row[VILLAGE], row).pk}


class SheetResource(ModelResource):
    """``after_import`` sets the sequence of the table anew, for which no person of the registry has the right."""

    def after_import(self, *_result: Any, **_options: Any) -> None:
        pass


class HouseholdResource(SheetResource):
    """The lines of the heads."""

    number = Field(attribute="number", column_name=NUMBER)
    householder = Field(attribute="householder", column_name=NAME)
    phone = Field(attribute="phone", column_name=PHONE)

    class Meta:
        model = Household
        fields = ("village", "number", "householder", "phone")
        import_id_fields = ("village", "number")

    def __init__(self, by: User):
        super().__init__()
        self.fields["village"] = Field(attribute="village", column_name=VILLAGE, widget=VillageWidget(by))
        self.keys = places(by)

    def before_save_instance(self, instance: Household, row: Any, **_options: Any) -> None:
        for key, value in self.keys[instance.village_id].items():
            setattr(instance, key, value)


class ResidentResource(SheetResource):
    """Every line of the sheet."""

    name = Field(attribute="name", column_name=NAME)
    birth_year = Field(attribute="birth_year", column_name=BORN)
    phone = Field(attribute="phone", column_name=PHONE)

    class Meta:
        model = Resident
        fields = ("household", "name", "birth_year", "phone")
        import_id_fields = ("household", "name")

    def __init__(self, by: User):
        super().__init__()
        widget = HouseholdWidget(by, VillageWidget(by))
        self.fields["household"] = Field(attribute="household", column_name=NUMBER, widget=widget)

    def before_save_instance(self, instance: Resident, row: Any, **_options: Any) -> None:
        instance.placed_like(instance.household)


def places(by: User) -> dict[int, dict[str, Any]]:
    """The access keys of each village that the person serves."""
    posts = Post.objects.select_related("station").in_bulk()
    villages = Village.objects.served_by(by).filter(memberships__ends_on=None)
    return {key: keys_of(posts[post]) for key, post in villages.values_list("pk", "memberships__post")}
