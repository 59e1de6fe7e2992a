"""What forms about a household share: it stands at their head with its village, or is chosen there."""

from typing import Any

from duty import arrivals
from ledgers import places
from ledgers.views.forms import BookForm
from residents.choosing import choices, chosen_household, where_now
from residents.models import Household


class AboutHousehold(BookForm):
    """The form of a household that the address names; of a saved row, of the row's household."""

    def shows(self) -> Any:
        return self.row or chosen_household(self.request)

    def context(self) -> dict[str, Any]:
        return super().context() | {"household_now": "" if self.row else where_now(self.request)}

    def about(self) -> str:
        shown = self.shows()
        household = shown if isinstance(shown, Household) else getattr(shown, "household", None)
        return str(household or "")


class ChoosingHousehold(BookForm):
    """The household is chosen in the form, by a search, from those that are due or from those visited last."""

    def shows(self) -> Any:
        return self.row or chosen_household(self.request)

    def context(self) -> dict[str, Any]:
        query = self.request.POST or self.request.GET
        chosen = query.get("household") or (self.row.household_id if self.row else "")
        if self.row and self.draft and "household" not in query:
            chosen = self.draft.data.get("household") or chosen
        offered = choices(self.request.user, {"household": chosen}, self.row)
        return (
            super().context()
            | offered
            | {
                "household_now": "" if self.row else where_now(self.request),
                "where": self.place_of(offered["chosen"]),
                "place_of": "household",  # the field whose choice changes the village at the head
            }
        )

    def place_of(self, chosen: Household | None) -> str:
        """The village of the chosen household; before one is chosen, where the person has arrived today."""
        village = chosen.village if chosen else arrivals.place_of_today(self.request.user)
        return places.name_of(village, self.request.user) if village else ""
