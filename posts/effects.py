"""What the move of a village means for the two posts: villages, households, and the month's norm that villages share.

Shown on the page that asks before a village moves (posts/views/moving.py).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from formulas.rates import ratio
from posts import open_work
from posts.classes import classes_of
from posts.models import Membership, Post, Village
from posts.querysets import open_on
from rules import norms


@dataclass(frozen=True)
class Side:
    """One of the two posts. ``norm``: households that its responsible officer visits in a month."""

    post: Post
    villages: tuple[int, int]  # before and after
    households: tuple[int, int]
    norm: int

    @property
    def share(self) -> tuple[Decimal | None, Decimal | None]:
        """What each village bears of the norm, before and after; None where the post has none."""
        before, after = (ratio(self.norm, count) for count in self.villages)
        return before, after


def of_move(village: Village, former: Post, post: Post, day: date) -> list[Side]:
    """The former post and the new one, as they are today and will be with the move."""
    moved = _households(open_work.of_village(village.pk))
    return [_side(former, day, -1, -moved), _side(post, day, 1, moved)]


def _side(post: Post, day: date, villages: int, households: int) -> Side:
    has = Membership.objects.filter(open_on(day), post=post).count()
    lives = _households(open_work.of_post(post.pk))
    norm = norms.of_post(
        "visit.households_a_month",
        on=day,
        county=post.station.county.code,
        terrain=classes_of([post.pk], day).get(post.pk, norms.PLAIN),
        post=post.pk,
    )
    return Side(post, (has, has + villages), (lives, lives + households), norm)


def _households(counts: list[open_work.Count]) -> int:
    return next((one.n for one in counts if one.kind == "households"), 0)
