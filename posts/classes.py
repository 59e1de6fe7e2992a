"""The class of a post (plain, hills, mountains): the hardest one among the villages that it has on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from posts.models import Membership, VillageProfile
from posts.querysets import open_on
from rules import norms


def classes_of(posts: Iterable[int], day: date) -> dict[int, str]:
    """By the keys of the posts; one without a village on the day, or without any profile of them, is of the plain."""
    rows = Membership.objects.filter(open_on(day), post__in=posts).exclude(village__closed_on__lte=day)
    of_post: dict[int, list[int]] = defaultdict(list)
    for post, village in rows.order_by().values_list("post", "village"):
        of_post[post].append(village)
    villages = [village for found in of_post.values() for village in found]
    profiles = VillageProfile.objects.on(day).filter(village__in=villages)
    terrains = dict(profiles.values_list("village", "terrain"))
    return {
        post: norms.hardest([terrains.get(village, norms.PLAIN) for village in of_post.get(post, [])])
        for post in posts
    }
