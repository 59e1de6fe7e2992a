"""The officers of a village that is merged, split or abolished get a notice when the county takes the divisions over.

Called by imports/divisions/saving.py. Of a village that goes to another post posts/actions/moving.py tells both.
"""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from access.roles import codes
from accounts.models import User
from imports.divisions.plans import Plan
from notices import actions as notices
from posts.models import Post


def tell(plan: Plan, posts: Mapping[int, Post], by: User | None) -> None:
    """``posts``: of the villages that the plan names, by their keys. A post that has both villages gets one line."""
    settled = plan.villages
    for code, lines in (("village_merged", settled.merged), ("village_split", settled.parts)):
        for line, new in lines:
            heir = settled.heirs.get(new)
            keys = [line.old.key, *([heir.old.key] if heir else [])]
            _send(plan, code, line.old.key, line.old.name, keys, posts, by, into=settled.news[new].name)
    for line in settled.ended:
        _send(plan, "village_ended", line.old.key, line.old.name, [line.old.key], posts, by)


def _send(
    plan: Plan, code: str, key: int, village: str, keys: Iterable[int], posts: Mapping[int, Post], by: User | None,
    **detail: str,
) -> None:  # fmt: skip
    answering = codes(lambda row: row.may_be_responsible)
    there = {posts[one].pk for one in keys if one in posts}
    to = [notices.To(role=role, post_id=post) for post in sorted(there) for role in answering]
    if to:
        matter = f"{code} {key} {plan.since} {detail.get('into', '')}"
        link = reverse("posts:village-detail", args=[key])
        notices.send(code, to, key=matter, by=by, link=link, village=village, since=str(plan.since), **detail)
