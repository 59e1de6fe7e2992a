"""The public card of an officer (警民联系卡): name, photograph, telephone of the post, pledge; an A4 page for the wall.

The photograph is chosen when the card is printed (documents/views/cards.py) and stored nowhere.
"""

from datetime import date
from typing import Any

import rules
from documents import compiling
from posts.models import Assignment, Village


def pdf(serving: Assignment, villages: list[Village], photograph: bytes, today: date, mark: str) -> bytes:
    """The card of who serves at a post; without a photograph its frame stays empty. Raises Unprintable."""
    return compiling.pdf("card", document(serving, villages, photograph, today, mark))


def document(
    serving: Assignment, villages: list[Village], photograph: bytes, today: date, mark: str
) -> dict[str, Any]:
    """What the template prints. ``photograph``: a JPEG as the numbers of its bytes."""
    post = serving.post
    if post is None:
        raise ValueError("the card is of somebody who serves at a post")
    county = post.station.county
    return {
        "title": "警民联系卡",
        "county": county.name,
        "station": post.station.name,
        "post": post.name,
        "name": serving.user.name,
        "role": str(serving.get_role_display()),
        "office": str(serving.get_office_display()) if serving.office else "",
        "phone": post.phone,
        "villages": "、".join(str(one) for one in villages),
        "pledge": list(rules.words("card.pledge", on=today, county=county.code)),
        "made_on": f"{today:%Y-%m-%d}",
        "photograph": list(photograph),
        "print": mark,
    }
