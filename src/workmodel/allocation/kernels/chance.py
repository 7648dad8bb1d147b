"""Chance inside the kernels: a seeded generator in plain integers, the same compiled and as it stands.

Two multiplicative generators combined after L'Ecuyer (1988), "Efficient and portable combined random number
generators", Communications of the ACM 31; the period is about 2⁶¹, and no product leaves 64 bits.
"""

from __future__ import annotations

from typing import Any, Final

__all__ = ["drawn", "sown"]

_A: Final = 2_147_483_563
_B: Final = 2_147_483_399


def sown(seed: int) -> list[int]:
    """The state for a seed, any whole number.

    Examples
    --------
    >>> state = sown(1)
    >>> [drawn(state, 6) for _ in range(5)]
    [2, 0, 2, 4, 5]
    """
    state = [seed % (_A - 1) + 1, (seed // (_A - 1) + 12_345) % (_B - 1) + 1]
    for _ in range(20):  # neighbouring seeds begin alike
        drawn(state, 1)
    return state


def drawn(state: Any, below: int) -> int:
    """A number from 0 up to and without ``below``, which is at most 2³¹."""
    a: int = 40_014 * state[0] % _A
    b: int = 40_692 * state[1] % _B
    state[0] = a
    state[1] = b
    z = a - b
    if z < 0:
        z += _A - 1
    return z * below >> 31
