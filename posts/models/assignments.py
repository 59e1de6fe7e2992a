"""Who works where in which role, by day."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access import roles
from access.roles import Place, Role, RoleRow
from audit.history import tracked
from audit.versions import Versioned
from policies import guards
from posts import place_guards
from posts.models.divisions import County
from posts.models.stations import Post, Station, date_range
from posts.querysets import DatedQuerySet


def place_of_its_role(rows: Iterable[RoleRow]) -> Q:
    """An assignment names the post, the station or the county to which its role belongs, and nothing else."""
    levels: tuple[Place, ...] = ("post", "station", "county")
    allowed = Q()
    for level in levels:
        codes = [row.code for row in rows if row.place == level]
        others = {other: None for other in levels if other != level}
        allowed |= Q(role__in=codes, **{f"{level}__isnull": False}, **others)
    return allowed


@tracked()
class Assignment(Versioned):
    """A person serves in a role at a post, a station or the county, from one day to another (驻村任职).

    One person has one main assignment on any day, and may have a second post beside it (兼管); one officer is
    responsible for a post on any day.
    """

    guard = guards.open_to_all(
        guards.Rule(
            ("role_admin",),
            guards.READ_WRITE_DELETE,
            f"{guards.OF_SOMEBODY_ELSE} AND ({place_guards.SERVED_IN_OWN_COUNTY})",
        )
    )

    class Office(models.TextChoices):
        """Office held in the village committee; membership of a party is not recorded."""

        NONE = "", _("None")
        DEPUTY_SECRETARY = "deputy_secretary", _("Deputy secretary")
        ASSISTANT_DIRECTOR = "assistant_director", _("Assistant director")

    class Occasion(models.TextChoices):
        """Why somebody serves there for a time."""

        POSTING = "", pgettext_lazy("assignment", "Posting")
        ROTATION = "rotation", pgettext_lazy("assignment", "Rotation")
        SECONDMENT = "secondment", pgettext_lazy("assignment", "Secondment")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=15, choices=Role)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("post")
    )
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("station")
    )
    county = models.ForeignKey(
        County, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("county")
    )
    is_responsible = models.BooleanField(_("responsible for the post"), default=False)
    is_second = models.BooleanField(_("second post"), default=False, db_default=False)
    office = models.CharField(_("village office"), max_length=20, choices=Office, blank=True)
    occasion = models.CharField(
        _("kind of posting"), max_length=10, choices=Occasion, blank=True, default="", db_default=""
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="assignment_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=place_of_its_role(roles.ROLES),
                name="assignment_names_the_place_of_its_role",
                violation_error_message=_(
                    "Officers and auxiliaries serve at a post, clerks and chiefs at a station, others at the county."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_responsible=False)
                | Q(role__in=roles.codes(lambda role: role.may_be_responsible)),
                name="only_an_officer_is_responsible",
                violation_error_message=_("Only an officer can be responsible for a post."),
            ),
            ExclusionConstraint(
                name="post_has_one_responsible_officer",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    (date_range("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_responsible=True),
                violation_error_message=_("Another officer is responsible for this post on these days."),
            ),
            ExclusionConstraint(
                name="person_has_one_main_assignment_on_any_day",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (date_range("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_second=False),
                violation_error_message=_("The person already has an assignment on these days."),
            ),
            ExclusionConstraint(
                name="person_has_one_second_post_on_any_day",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (date_range("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_second=True),
                violation_error_message=_("The person already has a second post on these days."),
            ),
            ExclusionConstraint(
                name="person_serves_once_at_a_post_on_any_day",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    (date_range("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(post__isnull=False),
                violation_error_message=_("The person serves at this post already on these days."),
            ),
            models.CheckConstraint(
                condition=Q(is_second=False) | Q(role__in=roles.codes(lambda role: role.may_be_responsible)),
                name="only_an_officer_has_a_second_post",
                violation_error_message=_("Only an officer can have a second post."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.place}"

    @property
    def may_swap(self) -> bool:
        """Is it of an officer who may change places with another one: without a last day?"""
        return roles.row_of(self.role).may_be_responsible and self.ends_on is None

    @property
    def place(self) -> "Post | Station | County":
        return self.post or self.station or self.county  # type: ignore[return-value]  # the constraint sees to it
