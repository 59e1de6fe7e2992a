from django.urls import URLPattern, path

from notices import views


def pages(where_is: views.WhereIs) -> list[URLPattern]:
    """The page of the lines; ``where_is(user)`` returns the place and role in which a person works today."""
    return [path("<int:pk>/done/", views.LineDone.as_view(where_is=where_is), name="line-done")]
