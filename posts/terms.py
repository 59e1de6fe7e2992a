"""On what terms a person is signed in: what follows from the role."""

from django.conf import settings

from accounts.entering import Terms
from accounts.models import User
from posts import scope
from posts.models import Role

IN_THE_FIELD = {Role.OFFICER, Role.AUXILIARY}


def of(user: User) -> Terms:
    """Officers and auxiliaries work on a phone of their own, between one house and the next."""
    in_the_field = scope.of(user).role in IN_THE_FIELD
    return Terms(idle=settings.SESSION_IDLE_IN_THE_FIELD if in_the_field else settings.SESSION_IDLE)
