"""How large the invented country is."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Scale:
    """Counts of what is generated; three people a household, two years of work."""

    name: str
    counties: int
    stations: int
    posts: int
    villages: int
    households: int
    visits: int
    days: int = 730

    @property
    def counts(self) -> dict[str, int | str]:
        return asdict(self)

    @property
    def is_prefecture(self) -> bool:
        return self.counties > 1

    def __str__(self) -> str:
        parts = (
            f"{self.counties} counties", f"{self.villages:,} villages", f"{self.households:,} households",
            f"{3 * self.households:,} residents", f"{self.visits:,} visits",
        )  # fmt: skip
        return f"{self.name}: {', '.join(parts)}"


SCALES = {
    scale.name: scale
    for scale in (
        Scale("trial", counties=1, stations=3, posts=9, villages=18, households=2_000, visits=5_000),
        Scale("county", counties=1, stations=13, posts=75, villages=150, households=60_000, visits=150_000),
        Scale(
            "prefecture",
            counties=13,
            stations=290,
            posts=1_750,
            villages=3_500,
            households=300_000,
            visits=1_000_000,
        ),
    )
}
