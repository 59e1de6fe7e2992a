"""The button that takes a line off the first page."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.shortcuts import get_object_or_404

from notices import actions
from notices.models import Notice, Place
from pages.landing import landing_url
from pages.views.confirm import ButtonPage

WhereIs = Callable[
    [Any], Place
]  # of a user: the room that gives it knows the model of users, this one does not


def not_given(_user: Any) -> Place:
    """This room knows no places: config/urls.py gives a function that does."""
    raise ImproperlyConfigured("notices.urls.pages wants to know where people work")


class LineDone(ButtonPage):
    """The button beside a line; then the first page again. A line of somebody else answers like a missing one."""

    http_method_names = ["post", "options"]
    where_is: WhereIs = staticmethod(not_given)

    def act(self) -> None:
        user = self.request.user
        assert user.is_authenticated  # the middleware asks everybody else to sign in
        where = self.where_is(user)
        line = get_object_or_404(Notice.objects.for_(user, where), pk=self.kwargs["pk"])
        actions.finish(line, by=user, where=where)

    def back_url(self) -> str:
        return landing_url()
