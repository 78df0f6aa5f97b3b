"""Python's ``random`` in the page: the same numbers from the same seed."""

import math
import time

from twister import Twister

_stream = Twister()


def __getattr__(name):
    raise AttributeError(f"random.{name} is not in the page; use the notebook")


def seed(a=None):
    """Start anew; from the clock where no seed is given."""
    global _next  # noqa: PLW0603
    _next = None
    if a is None:
        a = time.time_ns()
    if not isinstance(a, int):
        raise TypeError("in the page a seed is a whole number")
    a, key = abs(a), []
    while a or not key:
        key.append(a & 0xFFFFFFFF)
        a >>= 32
    _stream.seed_by_array(key)


def random():
    """The next number in [0, 1)."""
    return _stream.real()


def getrandbits(k):
    """A whole number of ``k`` bits."""
    if k <= 32:
        return _stream.bits() >> (32 - k) if k else 0
    number, shift = 0, 0
    while k > 0:
        bits = _stream.bits()
        number |= (bits >> (32 - k) if k < 32 else bits) << shift
        shift, k = shift + 32, k - 32
    return number


def _below(n):
    k, rest = 0, n
    while rest:
        k, rest = k + 1, rest >> 1
    r = getrandbits(k)
    while r >= n:
        r = getrandbits(k)
    return r


def randrange(start, stop=None, step=1):
    """One of ``range(start, stop, step)``."""
    numbers = range(start) if stop is None else range(start, stop, step)
    if not len(numbers):
        raise ValueError("empty range for randrange()")
    return numbers[_below(len(numbers))]


def randint(a, b):
    """A whole number from ``a`` to ``b``, both included."""
    return randrange(a, b + 1)


def choice(seq):
    """One of a sequence."""
    if not len(seq):
        raise IndexError("Cannot choose from an empty sequence")
    return seq[_below(len(seq))]


def shuffle(x):
    """Put a list in another order."""
    for i in range(len(x) - 1, 0, -1):
        j = _below(i + 1)
        x[i], x[j] = x[j], x[i]


def uniform(a, b):
    """A number between ``a`` and ``b``."""
    return a + (b - a) * random()


def gauss(mu=0.0, sigma=1.0):
    """A number of the normal distribution."""
    global _next
    z, _next = _next, None
    if z is None:
        angle = random() * 2 * math.pi
        radius = math.sqrt(-2.0 * math.log(1.0 - random()))
        z, _next = math.cos(angle) * radius, math.sin(angle) * radius
    return mu + z * sigma


_next = None
seed()
