"""The keys of a row that belongs to a village: the policies compare them."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import looks
from posts import place_guards, staying
from posts.models.divisions import County, Village
from posts.models.stations import Post, Station
from posts.querysets import ScopedQuerySet, open_on


class Placed(looks.Seen):
    """What belongs to a village, and who sees it: the access keys ``post``, ``station`` and ``county``.

    They follow the village; only moving it to another post moves them (posts/actions/moving.py). Of what ``is_figure``,
    that is has a ``month``, past months stay with the post of the month's last day. Whoever did the work stays on it.
    """

    KEYS = ("village_id", "post_id", "station_id", "county_id")
    guard = place_guards.BY_PLACE
    is_figure = False
    # Does an open row of a merged village go on in the successor? As its book says (``VillageEnds``).
    GOES_ON = False
    dependents: tuple[str, ...] = ()  # relations to rows that always have the keys of this one

    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name=_("village"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("post"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="+", verbose_name=_("station"))
    # The county follows from the station, which has a foreign key to it; no row of a book is selected by it alone.
    county = models.ForeignKey(
        County,
        models.PROTECT,
        related_name="+",
        verbose_name=_("county"),
        db_constraint=False,
        db_index=False,
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def placed_like(self, other: "Placed") -> None:
        """Take the village and the access keys of another row, such as its household's, as they are stored now.

        ValidationError while the village is being moved, or where it has moved away since ``other`` was read.
        """
        keys = {key: getattr(other, key) for key in self.KEYS}
        if not other._state.adding:
            keys = other.stored_keys() or keys
        for key, value in keys.items():
            setattr(self, key, value)

    def stored_keys(self) -> dict[str, Any] | None:
        """Village and access keys as they are stored, which stay until the transaction ends; None of a row that the
        person does not read and that has not moved away."""
        staying.hold(self.village_id)
        rows = type(self)._base_manager.filter(pk=self.pk)
        stored: dict[str, Any] | None = rows.values(*self.KEYS).first()
        if stored is None:
            today = open_on(timezone.localdate(), "memberships__")
            post = Post.objects.filter(today, memberships__village=self.village_id).first()
            if post is not None and post.pk != self.post_id:
                raise staying.moved()
        return stored

    def take_along(self) -> None:
        """After this row has moved to another village: its ``dependents`` get the same keys."""
        keys = {key: getattr(self, key) for key in self.KEYS}
        for name in self.dependents:
            relation: Any = self._meta.get_field(name)
            rows = relation.related_model._base_manager.filter(**{relation.field.name: self})
            rows.exclude(**keys).update(**keys)

    def placed_at(self, post: Post) -> None:
        """Take the access keys of the post that the village belongs to."""
        self.post_id, self.station_id, self.county_id = keys_of(post).values()


def keys_of(post: Post) -> dict[str, Any]:
    """``post_id``, ``station_id`` and ``county_id`` of what happens in a village of ``post``."""
    return {"post_id": post.pk, "station_id": post.station_id, "county_id": post.station.county_id}
