"""A table of more than a hundred places is shown in parts."""

import pytest
from django.http import QueryDict

from pages import parts


def of(query: str, number: int = 278) -> parts.Part[int]:
    return parts.part_of(range(1, number + 1), QueryDict(query))


@pytest.mark.parametrize("number", [0, 1, parts.SIZE])
def test_a_short_table_is_in_one_piece(number):
    found = of("by=visits", number)
    assert (len(found.rows), found.first, found.last, found.previous, found.next) == (
        number,
        1,
        number,
        "",
        "",
    )


def test_the_parts_have_every_row_once_and_lead_from_one_to_the_next():
    seen, query = [], "level=village"
    while query:
        found = of(query)
        seen += found.rows
        query = found.next
    assert seen == list(range(1, 279)) and (found.first, found.last, found.total) == (201, 278, 278)
    assert QueryDict(found.previous).dict() == {"level": "village", "from": "101"}
    assert of(of("level=village&from=101").previous).first == 1


@pytest.mark.parametrize("typed", ["x", "-5", "0", "279", "9" * 30])
def test_a_strange_beginning_is_the_first_part(typed):
    assert of(f"from={typed}").first == 1


def test_a_beginning_in_the_midst_is_the_part_that_holds_it():
    assert of("from=150").first == 101


def test_the_five_none_of_many_villages_lead_to_the_next_part(
    village, elsewhere, bureau, sign_in, monkeypatch
):
    monkeypatch.setattr(parts, "SIZE", 1)
    first, last = (sign_in(bureau).get(f"/figures/five-none/{query}") for query in ("", "?from=2"))
    assert len(first.context["lines"]) == 1 and 'href="?from=2"' in first.content.decode()
    assert last.context["lines"] != first.context["lines"] and last.context["part"].next == ""
