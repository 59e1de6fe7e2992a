"""The day of these tests, and the pages that they ask for."""

from datetime import date

TODAY = date(2026, 3, 20)


def leave(client, household, reason="moved"):
    return client.post(f"/residents/households/{household.pk}/deregister/", {"reason": reason})


def page(client, row) -> str:
    return client.get(row.get_absolute_url()).content.decode()


def page_of_today(client) -> str:
    return client.get("/").content.decode()
