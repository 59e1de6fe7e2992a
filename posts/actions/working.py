"""A person with two posts goes to work at the other one."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from access import scope
from accounts.models import User
from audit import trail
from posts.models import Post, Workplace


@transaction.atomic
def work_at(post: Post, *, by: User) -> Post:
    """From the next request on the person sees and does what belongs to ``post``, one of their own of today.

    Chosen already, nothing changes. PermissionDenied for a post of somebody else, and while another post is open in an
    emergency.
    """
    where = scope.for_user(by)
    own = {where.post_id, *(key for key, _name in where.others)}
    if where.emergency or post.pk not in own:
        raise PermissionDenied
    if post.pk != where.post_id:
        Workplace.objects.update_or_create(user=by, defaults={"post": post})
        trail.record("work_at", post, by=by)
        scope.forget(by)
    return post
