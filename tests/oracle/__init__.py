"""Every figure a second time, in plain Python from exported rows, written from docs/indicators.md alone."""
