"""A county that does not exist, with two years of work in it: for a first look, a tour and the acceptance test.

Everything is invented. Codes begin with 990101, a prefix that no division has; people are a surname and
given characters drawn by lot; there is no identity number anywhere. The rows themselves add up to the
figures in ``acceptance``: nothing is written into a figure.

``plan.plan_county(today)`` works all rows out without a database, ``loading.load`` copies them in.
"""
