from tests.indicators.conftest import figures, in_english  # noqa: F401 - a round counts in the figures
