"""Names of places that make a password easy to guess (settings.PLACE_NAMES, accounts/guessable.py)."""

from posts.models import County, Post, Station, Town, Village


def names() -> list[str]:
    """County, towns, stations, posts and villages of this database, each once; open to every level."""
    counties, *others = (
        model.objects.order_by().values_list("name") for model in (County, Town, Station, Post, Village)
    )
    return [name for (name,) in counties.union(*others)]
