"""Whole numbers that add up: a total shared out by weight, by the method of the largest remainder."""

from collections.abc import Sequence
from random import Random


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Share ``total`` out in proportion to ``weights``; the parts add up to ``total`` exactly."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    quotas = [total * weight / whole for weight in weights]
    parts = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(weights)), key=lambda index: (parts[index] - quotas[index], index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def portions(total: int, sizes: Sequence[int], rng: Random) -> list[int]:
    """Break ``total`` into parts of about the given sizes; the last part takes what is left."""
    parts: list[int] = []
    while total > 0:
        part = min(total, rng.choice(sizes))
        parts.append(part)
        total -= part
    return parts
