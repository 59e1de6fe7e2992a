"""Papers of a village and of a post: labels for doors, households that are not entered whole, the sheet of a post."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

import rules
from access import scope
from documents.layouts.villages import OfDoors, OfIncomplete, OfNotice, OfPost
from documents.views.hazards import PaperPage
from posts import gaps
from posts.models import Assignment, County, Post, Village, VillageProfile
from posts.views.organisation import stations_of
from residents import completeness, plan
from residents.models import Household, Premises


class PaperOfVillage(PaperPage):
    """A paper of a village that the person serves."""

    row: Village

    def get_row(self) -> Village:
        served = Village.objects.served_by(self.request.user).select_related("town__county")
        return get_object_or_404(served, pk=self.kwargs["pk"])

    def households(self) -> Any:
        """Those that are registered in the village."""
        return Household.objects.visible_to(self.request.user).filter(village=self.row.pk, closed_on=None)

    def county(self) -> County:
        return self.row.town.county

    def file_name(self) -> str:
        return f"{self.paper}-{self.row.code}"


class DoorLabelsPrint(PaperOfVillage):
    """A label for each registered household; with ``?household=`` of that one alone."""

    paper = "door_labels"

    def source(self) -> OfDoors:
        rows = self.households()
        if (key := self.request.GET.get("household", "")).isascii() and key.isdigit():
            rows = rows.filter(pk=int(key[:18]))
        found = plan.in_walking_order(rows)
        at = self.request.build_absolute_uri(reverse("residents:visit-create"))
        return OfDoors(self.row, found, {one.pk: f"{at}?household={one.pk}" for one in found})


class IncompletePrint(PaperOfVillage):
    """The households of which not everybody is entered, in walking order."""

    paper = "incomplete_households"

    def source(self) -> OfIncomplete:
        today = timezone.localdate()
        post = Post.objects.of_village(self.row.pk, today)
        rows = completeness.incomplete(self.households()).annotate(entered=completeness.entered())
        return OfIncomplete(self.row, plan.in_walking_order(rows), str(post), str(post.station), today)


class PrivacyNoticePrint(PaperOfVillage):
    """What the people of the village are told about their data, to hang up or to sign."""

    paper = "privacy_notice"

    def source(self) -> OfNotice:
        today, county = timezone.localdate(), self.county().code
        return OfNotice(
            self.row,
            Post.objects.of_village(self.row.pk, today),
            answer_days=rules.whole("data_request.answer_days", on=today, county=county),
            trail_days=rules.whole("trail.kept_days", on=today, county=county),
            today=today,
        )


class PostSheetPrint(PaperPage):
    """The sheet of an open post: the own one, of who serves at a post, else of the person's station or county."""

    paper = "post_sheet"
    row: Post

    def get_row(self) -> Post:
        rows = Post.objects.open().filter(station__in=stations_of(self.request.user))
        if own := scope.for_user(self.request.user).post_id:
            rows = rows.filter(pk=own)
        return get_object_or_404(rows.select_related("station__county"), pk=self.kwargs["pk"])

    def source(self) -> OfPost:
        today, post = timezone.localdate(), self.row
        (line,) = gaps.of(Post.objects.filter(pk=post.pk), post.station.county.code, today)
        serving = Assignment.objects.at_work(today).filter(post=post.pk).select_related("user")
        points = Premises.objects.visible_to(self.request.user).on(today)
        profiles = VillageProfile.objects.on(today).filter(village__in=[one.pk for one in line.villages])
        return OfPost(
            gaps=line,
            people=[
                f"{one.user.name}（{one.get_role_display()}）"
                for one in serving.order_by("-is_responsible", "pk")
            ],
            profiles={one.village_id: one for one in profiles},
            points=points.filter(post=post.pk, kind=Premises.Kind.CONTACT).select_related("village"),
            today=today,
        )

    def county(self) -> County:
        return self.row.station.county

    def file_name(self) -> str:
        return f"{self.paper}-{self.row.pk}"
