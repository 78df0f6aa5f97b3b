"""exp, sin, cos and what is made of them, from + − × ÷ alone: the same bits on every CPU.

NumPy's own differ in their last bits between instruction sets, and a diverging run amplifies that.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdsim.core.arrays import Array

# ln 2 and π/2 as sums; the first parts have so few bits that a whole multiple of them is exact.
LN2 = (6.93147180369123816490e-01, 1.90821492927058770002e-10)
HALF_PI = (1.57079632673412561417e00, 6.07710050630396597660e-11, 2.02226624879595063154e-21)
MOST = 8e5  # radians, 2¹⁹ quarter turns, that the three parts of π/2 reduce to the last bits
EXP = tuple(1 / np.cumprod([1.0, *range(1, 14)])[::-1])
SIN = tuple(1 / np.cumprod([1.0, *(-k * (k + 1.0) for k in range(2, 18, 2))])[::-1])
COS = tuple(1 / np.cumprod([1.0, *(-k * (k + 1.0) for k in range(1, 19, 2))])[::-1])
ATANH = tuple(1 / (2.0 * k + 1) for k in reversed(range(18)))


def exp(values: Array) -> Array:
    """eˣ to two units in the last place; ∞ beyond 709.8, 0 below −745.2."""
    x = np.clip(values, -800.0, 800.0)
    twos = np.rint(x * (1 / (LN2[0] + LN2[1])))
    rest = (x - twos * LN2[0]) - twos * LN2[1]
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        power: Array = np.ldexp(_polynomial(EXP, rest), _whole(twos))
    return power


def sigmoid(values: Array) -> Array:
    """1/(1 + e⁻ˣ), without overflow and to the last bits on both sides."""
    small = exp(-np.abs(values))
    share: Array = np.where(values >= 0, 1.0, small) / (1.0 + small)
    return share


def softplus(values: Array) -> Array:
    """ln(1 + eˣ), without overflow: about x far above 0, about eˣ far below."""
    small = exp(-np.abs(values))
    part = small / (2.0 + small)  # ln(1 + t) = 2 artanh(t/(2 + t)), and t ≤ 1
    above: Array = np.maximum(values, 0.0) + 2.0 * part * _polynomial(ATANH, part * part)
    return above


def sin_cos(values: Array) -> tuple[Array, Array]:
    """Sine and cosine to the last bits up to 8e5 radians; beyond, of an angle as rounded as π is."""
    with np.errstate(invalid="ignore"):
        turned = np.where(np.abs(values) <= MOST, values, np.fmod(values, 4 * sum(HALF_PI)))
    quarters = np.rint(turned * (1 / (HALF_PI[0] + HALF_PI[1])))
    rest = ((turned - quarters * HALF_PI[0]) - quarters * HALF_PI[1]) - quarters * HALF_PI[2]
    square = rest * rest
    sine, cosine = rest * _polynomial(SIN, square), _polynomial(COS, square)
    turn = _whole(quarters) & 3
    swapped = (turn & 1).astype(np.bool_)
    first, second = np.where(swapped, cosine, sine), np.where(swapped, sine, cosine)
    return np.where(turn >= 2, -first, first), np.where((turn == 1) | (turn == 2), -second, second)


def _polynomial(coefficients: tuple[float, ...], x: Array) -> Array:
    """Horner's rule, the highest power first."""
    total = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        total = total * x + coefficient
    return total


def _whole(values: Array) -> NDArray[np.int32]:
    """Whole numbers as integers; 0 for what is none."""
    return np.where(np.isfinite(values), values, 0.0).astype(np.int32)
