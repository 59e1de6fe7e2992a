"""A county that does not exist, with two years of work in it: to try the registry, and to test it by.

Everything is invented. Codes begin with 990101, a prefix that no division has; people are a surname and
given characters drawn at random; the one identity number has the prefix of no region. The rows themselves add up
to the figures in ``acceptance``: nothing is written into a figure.

``plan.plan_county(today)`` works all rows out without a database, ``loading.load`` copies them in.
"""
