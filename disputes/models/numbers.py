"""The numbers of disputes: one sequence a post and year, without gaps."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies import guards
from policies.guards import Rule
from posts import place_guards
from posts.models import Post

if TYPE_CHECKING:  # the model of disputes calls this module
    from disputes.models.disputes import Dispute


class DisputeNumber(models.Model):
    """The last number that a post has given in a year. The row stays locked until the dispute is committed, so that a
    number that is rolled back is given again, and no two get the same.
    """

    guard = (
        Rule(("post",), guards.READ_WRITE, guards.OWN_POST),
        Rule(("station",), guards.READ_WRITE, place_guards.POST_OF_STATION),
    )

    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("post"))
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number of disputes")
        verbose_name_plural = _("numbers of disputes")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "year"],
                name="disputes_are_numbered_once_a_post_and_year",
                violation_error_message=_("The numbers of this year are counted already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.year}: {self.last}"


def give(dispute: "Dispute") -> None:
    """Number a new dispute: the next one of its post in the year of its acceptance, with the label that is printed."""
    year = dispute.occurred_on.year
    DisputeNumber.objects.get_or_create(post_id=dispute.post_id, year=year)
    counter = DisputeNumber.objects.select_for_update().get(post_id=dispute.post_id, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    dispute.number_post_id, dispute.number_year, dispute.number = dispute.post_id, year, counter.last
    dispute.number_label = label(dispute.post, year, counter.last)


def label(post: Post, year: int, number: int) -> str:
    """As it is printed: 东门〔2026〕12号."""
    return f"{str(post).removesuffix('警务室')}〔{year}〕{number}号"
