"""Other posts on a joint patrol (联防): what the planning post declares, and what each partner enters of its part."""

from dataclasses import replace
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from access import scope
from accounts.models import User
from audit.history import tracked
from audit.versions import Versioned
from ledgers import people
from patrols.models.patrols import Patrol
from policies import guards
from policies.guards import SELECT, UPDATE, Rule
from posts import place_guards
from posts.models import Placed, Post, Village
from posts.querysets import ScopedQuerySet
from retention.periods import Retention, Then

POSTS_OF_STATION = f"SELECT id FROM posts_post WHERE station_id = {guards.setting('station')}"  # noqa: S608  # our own names


def _partner_of(posts: str) -> str:
    """The village of the partner belongs to one of the posts: the row follows it when it moves."""
    of_posts = f"FROM posts_membership AS membership WHERE membership.post_id {posts}"
    return f"partner_village_id IN (SELECT membership.village_id {of_posts} AND {place_guards.LATEST_MEMBERSHIP})"


AT_PARTNER_POST = _partner_of(f"= {guards.setting('post')}")
AT_PARTNER_STATION = _partner_of(f"IN ({POSTS_OF_STATION})")
PARTNER_OF_OWN_COUNTY = place_guards.VILLAGE_OF_OWN_COUNTY.replace(
    "village_id IN", "partner_village_id IN", 1
)


def _asked_in_own_county(rule: Rule) -> Rule:
    """Whoever writes at the post of the patrol names a village of their own county."""
    return replace(rule, check=f"{rule.check} AND {PARTNER_OF_OWN_COUNTY}") if rule.check else rule


class PartnerQuerySet(ScopedQuerySet["PatrolPartner"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of the own patrols, and those in which the own villages are the partner's."""
        where = scope.for_user(user)
        if where.keys is None or where.emergency:
            return self.none()
        return self.filter(Q(**where.keys) | of_partner(user))

    def joined(self) -> Self:
        """Those that count: the partner took part."""
        return self.filter(state=PatrolPartner.State.JOINED)

    def to_answer(self, user: User) -> Self:
        """Those that wait for the person's own post."""
        return self.filter(of_partner(user), state=PatrolPartner.State.ASKED)

    def standing(self) -> Self:
        """All that was not withdrawn."""
        return self.exclude(state=PatrolPartner.State.WITHDRAWN)


def of_partner(user: User | AnonymousUser) -> Q:
    """The partner's village belongs to the person's place today, or did when it was abolished.

    The keys are read first, as an array: beside another condition (``visible_to``) the index of the villages serves
    them, where it would not serve ``IN (SELECT ...)``.
    """
    own = Village.objects.last_served_by(user).order_by().values("pk")
    return Q(people.Among(F("partner_village_id"), ArraySubquery(own)))


@tracked()
class PatrolPartner(Versioned, Placed):
    """One other post on one patrol (联防单位). ASKED -> JOINED | ABSENT, one into the other while it is corrected;
    ASKED | ABSENT -> WITHDRAWN by the planning post, and all of them with their patrol.

    The patrol stays one row of the post that walked it, and counts once. The access keys are those of the patrol;
    the partner reads this row alone, by ``partner_village``: ``village``, day, times, mode, people caught and ``route``
    as the planning post declares them. Who of the partner took part, and what it did, is written by the partner: in its
    figures it counts once (联防参加).
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("partner", "To be confirmed")
        JOINED = "joined", pgettext_lazy("partner", "Took part")
        ABSENT = "absent", pgettext_lazy("partner", "Did not take part")
        WITHDRAWN = "withdrawn", pgettext_lazy("partner", "Withdrawn")

    guard = (
        *map(_asked_in_own_county, place_guards.BY_PLACE),
        Rule(("post",), (SELECT, UPDATE), AT_PARTNER_POST, (), place_guards.KEYS_THAT_FIT),
        Rule(("station",), (SELECT, UPDATE), AT_PARTNER_STATION, (), place_guards.KEYS_THAT_FIT),
        guards.HIDDEN_IN_EMERGENCY,
    )
    PRIVATE_FIELDS = ("route", "what")
    is_late = False  # why it was changed in a published month stands beside the difference (LateChange)
    retention = Retention(
        ("occurred_on",), Then.ERASE, _("to answer for the work of the year"), years=3, whole_year=True,
        erases=("route", "what"),
    )  # fmt: skip

    patrol = models.ForeignKey(
        Patrol, models.PROTECT, related_name="partners", editable=False, verbose_name=_("patrol")
    )
    partner_post = models.ForeignKey(
        Post, models.PROTECT, related_name="+", verbose_name=_("post that is asked")
    )
    partner_village = models.ForeignKey(
        Village, models.PROTECT, related_name="+", verbose_name=_("village of the partner")
    )
    occurred_on = models.DateField(_("date"), editable=False)
    starts_at = models.TimeField(_("started at"), editable=False)
    minutes = models.PositiveSmallIntegerField(_("minutes"), editable=False)
    mode = models.CharField(_("mode"), max_length=10, choices=Patrol.Mode, editable=False)
    caught = models.PositiveSmallIntegerField(_("people caught"), default=0, editable=False)
    route = models.CharField(_("route, or where to meet"), max_length=200, blank=True, default="")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.ASKED, editable=False)
    people = models.PositiveSmallIntegerField(
        _("people of the partner"), null=True, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    done_by = ArrayField(models.BigIntegerField(), verbose_name=_("who took part"), default=list, blank=True)
    what = models.CharField(_("what the partner did"), max_length=300, blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("answered by"),
    )  # fmt: skip
    erased_on = models.DateField(_("text erased on"), null=True, editable=False)

    objects = PartnerQuerySet.as_manager()  # type: ignore[misc]  # it narrows by both places

    class Meta:
        verbose_name = _("partner of a joint patrol")
        verbose_name_plural = _("partners of joint patrols")
        ordering = ["-occurred_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["patrol", "partner_post"],
                condition=~Q(state="withdrawn"),
                name="partner_is_asked_once",
                violation_error_message=_("The post is a partner of this patrol already."),
            ),
            models.CheckConstraint(
                condition=~Q(state="joined")
                | Q(people__gte=1, done_by__len__gt=0, answered_by__isnull=False),
                name="partner_says_who_took_part",
                violation_error_message=_("Say who took part, and how many."),
            ),
        ]
        indexes = [
            *(
                models.Index(fields=[place, "-occurred_on", "-id"], name=f"partner_of_{place}")
                for place in ("post", "station", "county")
            ),
            models.Index(fields=["partner_village", "occurred_on"], name="partner_by_village"),
            models.Index(fields=["-occurred_on", "-id"], name="partner_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.partner_post} {self.occurred_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("patrols:partner-detail", args=[self.pk])

    def get_done_by_display(self) -> str:
        """The names of the officers and auxiliaries."""
        return "、".join(people.names_of(self.done_by))

    def declare(self, patrol: Patrol) -> None:
        """Take over what the partner may know of the patrol, and its access keys."""
        self.placed_like(patrol)
        for name in DECLARED:
            setattr(self, name, getattr(patrol, name))

    def counted_on(self) -> date | None:
        """The day on which it counts; None while it does not."""
        return self.occurred_on if self.state == self.State.JOINED else None


DECLARED: tuple[Any, ...] = ("occurred_on", "starts_at", "minutes", "mode", "caught")
