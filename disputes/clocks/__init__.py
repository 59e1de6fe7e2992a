"""The legal periods that run for a dispute (law.md 2, disputes.md 4).

``reading.of(dispute)`` for one, ``reading.read(rows)`` for many, in one statement each. No clock is stored: each
follows from the dated rows, and a row that is corrected corrects it.
"""
