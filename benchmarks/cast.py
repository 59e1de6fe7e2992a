"""Who looks: an officer, a chief and the bureau, each from the middle of the country."""

from accounts.models import User
from benchmarks.scales import Scale


def people(scale: Scale) -> dict[str, User]:
    """By scope; the keys are those that sql/places.sql gave out."""
    post = 1 + scale.posts // 2
    station = 1 + (post - 1) * scale.stations // scale.posts
    county = 1 + (station - 1) * scale.counties // scale.stations
    keys = {
        "officer": post,
        "chief": scale.posts + station,
        "county": scale.posts + scale.stations + county,
    }
    return {name: User.objects.get(pk=key) for name, key in keys.items()}
