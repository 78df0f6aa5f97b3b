"""What lessons use of NumPy, in plain Python: arrays of one dimension that behave as NumPy's do."""

import builtins
import math

pi, e, inf, nan = math.pi, math.e, math.inf, math.nan
newaxis = None
_BOOL, _INT, _FLOAT = "bool", "int64", "float64"
_KINDS = {bool: _BOOL, int: _INT, float: _FLOAT, "bool": _BOOL, "int": _INT, "float": _FLOAT}
_KINDS.update({_INT: _INT, _FLOAT: _FLOAT})
bool_, int64, float64 = _BOOL, _INT, _FLOAT


def __getattr__(name):
    raise AttributeError(f"numpy.{name} is not in the page; use the notebook")


def _kind(value):
    """Kind of one element."""
    if value is True or value is False:
        return _BOOL
    if isinstance(value, int):
        return _INT
    if isinstance(value, float):
        return _FLOAT
    if isinstance(value, (list, tuple, ndarray)):
        raise ValueError("arrays of more than one dimension are not in the page; use the notebook")
    raise TypeError(f"an array in the page holds numbers, got {type(value).__name__}")


def _common(kinds):
    return _FLOAT if _FLOAT in kinds else _INT if _INT in kinds else _BOOL


def _cast(values, kind):
    make = float if kind == _FLOAT else int if kind == _INT else builtins.bool
    return [make(value) for value in values]


def _made(values, kind):
    """An array of elements that are of this kind already."""
    return ndarray(values, kind)


def _operate(one, other, function, kind=None):
    """``function`` of each pair of elements, a number going with every element."""
    left, right = isinstance(one, ndarray), isinstance(other, (ndarray, list, tuple))
    if right and not isinstance(other, ndarray):
        other = array(other)
    if left and right:
        a, b = one._values, other._values
        if len(a) == 1 and len(b) != 1:
            a = a * len(b)
        elif len(b) == 1 and len(a) != 1:
            b = b * len(a)
        if len(a) != len(b):
            shapes = f"({len(a)},) ({len(b)},)"
            raise ValueError(f"operands could not be broadcast together with shapes {shapes} ")
        values = [function(x, y) for x, y in zip(a, b)]
        return _made(values, kind or _common((one._kind, other._kind)))
    values = [function(x, other) for x in one._values]
    return _made(values, kind or _common((one._kind, _kind(other))))


def _divide(x, y):
    if y:
        return x / y
    if x != x or not x:
        return nan
    return inf if (x > 0) == (math.copysign(1.0, y) > 0) else -inf


def _floor_divide(x, y):
    if y:
        return x // y
    return _divide(x, y) if isinstance(x, float) or isinstance(y, float) else 0


def _remainder(x, y):
    if y:
        return x % y
    return nan if isinstance(x, float) or isinstance(y, float) else 0


def _power(x, y):
    try:
        if isinstance(x, int) and isinstance(y, int):
            if y < 0:
                raise ValueError("Integers to negative integer powers are not allowed.")
            return x**y
        if x < 0 and y != math.floor(y):
            return nan
        return float(x) ** y
    except ZeroDivisionError:
        return inf
    except OverflowError:
        return -inf if x < 0 and y % 2 else inf


def _swapped(function):
    return lambda x, y: function(y, x)


def _add(x, y):
    return x + y


def _subtract(x, y):
    return x - y


def _multiply(x, y):
    return x * y


def _number_kind(one, other):
    """Sums and products of booleans are whole numbers but for + and *, which are logical."""
    kinds = (one._kind, other._kind if isinstance(other, ndarray) else None)
    return kinds == (_BOOL, _BOOL)


class ndarray:  # noqa: N801
    """A row of numbers; made by ``array`` and its kin."""

    def __init__(self, values, kind):
        self._values, self._kind = values, kind

    def __getattr__(self, name):
        raise AttributeError(f"ndarray.{name} is not in the page; use the notebook")

    @property
    def shape(self):
        """``(n,)``."""
        return (len(self._values),)

    @property
    def size(self):
        """How many elements."""
        return len(self._values)

    @property
    def ndim(self):
        """One."""
        return 1

    @property
    def dtype(self):
        """Kind of the elements: ``float64``, ``int64`` or ``bool``."""
        return self._kind

    @property
    def T(self):  # noqa: N802
        """Itself."""
        return self

    def __len__(self):
        return len(self._values)

    def __iter__(self):
        return iter(self._values)

    def __contains__(self, value):
        return value in self._values

    def __bool__(self):
        if len(self._values) == 1:
            return builtins.bool(self._values[0])
        raise ValueError(
            "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()"
        )

    def __repr__(self):
        inner = _elements(self, ", ", 7)
        empty = "" if self._values or self._kind == _FLOAT else f", dtype={self._kind}"
        return f"array([{inner}]{empty})"

    def __str__(self):
        return f"[{_elements(self, ' ', 1)}]"

    # Picking and changing.

    def _index(self, key):
        if isinstance(key, float):
            raise IndexError("only integers, slices (`:`) and arrays are valid indices")
        size = len(self._values)
        if not -size <= key < size:
            raise IndexError(f"index {key} is out of bounds for axis 0 with size {size}")
        return key

    def _places(self, key):
        """Positions that an array of whole numbers or of booleans picks."""
        key = array(key)
        if key._kind == _BOOL:
            if len(key) != len(self):
                raise IndexError(
                    f"boolean index did not match indexed array along axis 0; size of axis is {len(self)} "
                    f"but size of corresponding boolean axis is {len(key)}"
                )
            return [i for i, chosen in enumerate(key._values) if chosen]
        return [self._index(i) for i in key._values]

    def __getitem__(self, key):
        if isinstance(key, slice):
            places = key.indices(len(self._values))
            return _made([self._values[i] for i in range(*places)], self._kind)
        if isinstance(key, (ndarray, list)):
            return _made([self._values[i] for i in self._places(key)], self._kind)
        if isinstance(key, tuple) or key is None:
            raise IndexError("arrays of more than one dimension are not in the page; use the notebook")
        return self._values[self._index(key)]

    def __setitem__(self, key, value):
        if isinstance(key, slice):
            places = list(range(*key.indices(len(self._values))))
        elif isinstance(key, (ndarray, list)):
            places = self._places(key)
        else:
            places = [self._index(key)]
        if isinstance(value, (ndarray, list, tuple)):
            values = list(value)
            if len(values) != len(places):
                raise ValueError(
                    f"could not broadcast input array from shape ({len(values)},) into shape ({len(places)},)"
                )
        else:
            values = [value] * len(places)
        for place, item in zip(places, _cast(values, self._kind)):
            self._values[place] = item

    # Arithmetic.

    def __add__(self, other):
        if _number_kind(self, other):
            return _operate(self, other, lambda x, y: x or y)
        return _operate(self, other, _add)

    def __sub__(self, other):
        return _operate(self, other, _subtract)

    def __mul__(self, other):
        if _number_kind(self, other):
            return _operate(self, other, lambda x, y: x and y)
        return _operate(self, other, _multiply)

    def __truediv__(self, other):
        return _operate(self, other, _divide, _FLOAT)

    def __floordiv__(self, other):
        return _operate(self, other, _floor_divide)

    def __mod__(self, other):
        return _operate(self, other, _remainder)

    def __pow__(self, other):
        return _operate(self, other, _power)

    def __matmul__(self, other):
        return dot(self, other)

    def __radd__(self, other):
        return _operate(self, other, _swapped(_add))

    def __rsub__(self, other):
        return _operate(self, other, _swapped(_subtract))

    def __rmul__(self, other):
        return _operate(self, other, _swapped(_multiply))

    def __rtruediv__(self, other):
        return _operate(self, other, _swapped(_divide), _FLOAT)

    def __rfloordiv__(self, other):
        return _operate(self, other, _swapped(_floor_divide))

    def __rmod__(self, other):
        return _operate(self, other, _swapped(_remainder))

    def __rpow__(self, other):
        return _operate(self, other, _swapped(_power))

    def __rmatmul__(self, other):
        return dot(other, self)

    def _change(self, made):
        if _common((made._kind, self._kind)) != self._kind:
            raise TypeError(
                f"Cannot cast ufunc output from dtype('{made._kind}') to dtype('{self._kind}') "
                "with casting rule 'same_kind'"
            )
        self._values[:] = made._values
        return self

    def __iadd__(self, other):
        return self._change(self + other)

    def __isub__(self, other):
        return self._change(self - other)

    def __neg__(self):
        return _made([-x for x in self._values], self._kind)

    def __pos__(self):
        return self.copy()

    def __abs__(self):
        return _made([builtins.abs(x) for x in self._values], self._kind)

    # Comparisons.

    def __lt__(self, other):
        return _operate(self, other, lambda x, y: x < y, _BOOL)

    def __le__(self, other):
        return _operate(self, other, lambda x, y: x <= y, _BOOL)

    def __gt__(self, other):
        return _operate(self, other, lambda x, y: x > y, _BOOL)

    def __ge__(self, other):
        return _operate(self, other, lambda x, y: x >= y, _BOOL)

    def __eq__(self, other):
        return _operate(self, other, lambda x, y: x == y, _BOOL)

    def __ne__(self, other):
        return _operate(self, other, lambda x, y: x != y, _BOOL)

    def __and__(self, other):
        return _operate(self, other, lambda x, y: x & y)

    def __or__(self, other):
        return _operate(self, other, lambda x, y: x | y)

    def __xor__(self, other):
        return _operate(self, other, lambda x, y: x ^ y)

    def __invert__(self):
        if self._kind == _BOOL:
            return _made([not x for x in self._values], _BOOL)
        return _made([~x for x in self._values], self._kind)

    # What is also a function.

    def sum(self):
        """Of all elements."""
        return sum(self)

    def mean(self):
        """Of all elements."""
        return mean(self)

    def std(self, ddof=0):
        """Standard deviation, of the population unless ``ddof`` is 1."""
        return std(self, ddof)

    def var(self, ddof=0):
        """Square of ``std``."""
        return var(self, ddof)

    def min(self):
        """The least element; not a number where one is not."""
        return min(self)

    def max(self):
        """The greatest element; not a number where one is not."""
        return max(self)

    def argmin(self):
        """Where the least element first stands."""
        return argmin(self)

    def argmax(self):
        """Where the greatest element first stands."""
        return argmax(self)

    def any(self):
        """Whether one is true."""
        return any(self)

    def all(self):
        """Whether each is true."""
        return all(self)

    def cumsum(self):
        """Sums so far."""
        return cumsum(self)

    def dot(self, other):
        """Sum of the products."""
        return dot(self, other)

    def round(self, decimals=0):
        """Each rounded."""
        return round(self, decimals)

    def copy(self):
        """Another array of the same elements."""
        return _made(list(self._values), self._kind)

    def tolist(self):
        """The elements as a list."""
        return list(self._values)

    def astype(self, kind):
        """The elements as ``float``, ``int`` or ``bool``."""
        return array(self, kind)


# Making arrays.


def array(values, dtype=None):
    """An array of the elements of a list, a tuple, a range or another array."""
    if isinstance(values, (int, float)):
        raise ValueError("an array without dimensions is not in the page; write the number itself")
    values = values._values if isinstance(values, ndarray) else list(values)
    if dtype is not None and dtype not in _KINDS:
        raise TypeError(f"dtype {dtype} is not in the page: float, int and bool are")
    kinds = {_kind(value) for value in values}
    kind = _KINDS[dtype] if dtype is not None else _common(kinds) if values else _FLOAT
    return _made(_cast(values, kind), kind)


def asarray(values, dtype=None):
    """``values`` itself where it is an array of this kind, else one of its elements."""
    same = isinstance(values, ndarray) and (dtype is None or _KINDS.get(dtype) == values._kind)
    return values if same else array(values, dtype)


def _count(shape):
    if isinstance(shape, tuple):
        if len(shape) != 1:
            raise ValueError("arrays of more than one dimension are not in the page; use the notebook")
        shape = shape[0]
    if shape < 0:
        raise ValueError("negative dimensions are not allowed")
    return shape


def full(shape, value):
    """As many elements as ``shape`` says, all the same."""
    return array([value] * _count(shape))


def zeros(shape, dtype=float):
    """Zeros."""
    return array([0.0] * _count(shape), dtype)


def ones(shape, dtype=float):
    """Ones."""
    return array([1.0] * _count(shape), dtype)


def zeros_like(values):
    """As many zeros, of the same kind."""
    values = asarray(values)
    return array([0] * len(values), values._kind)


def ones_like(values):
    """As many ones, of the same kind."""
    values = asarray(values)
    return array([1] * len(values), values._kind)


def linspace(start, stop, num=50):
    """``num`` numbers from ``start`` to ``stop``, evenly."""
    if num < 2:
        return array([float(start)] * num, float)
    step = (stop - start) / (num - 1)
    values = [start + i * step for i in range(num)]
    values[-1] = stop
    return array(values, float)


def arange(start, stop=None, step=1):
    """Numbers from ``start`` in steps of ``step``, as long as they are below ``stop``."""
    if stop is None:
        start, stop = 0, start
    if step == 0:
        raise ZeroDivisionError("division by zero")
    count = builtins.max(0, math.ceil((stop - start) / step))
    values = [start + i * step for i in range(count)]
    return array(values, _common([_kind(v) for v in (start, stop, step)]))


def concatenate(arrays):
    """One array after the other."""
    joined = [asarray(item) for item in arrays]
    return array([x for item in joined for x in item], _common([item._kind for item in joined]))


def where(condition, one=None, other=None):
    """Elements of ``one`` where the condition holds, else of ``other``; alone, where it holds."""
    if not isinstance(condition, (ndarray, list, tuple)):
        raise ValueError("the condition of where is an array in the page")
    chosen = asarray(condition)._values
    if one is None:
        return (array([i for i, c in enumerate(chosen) if c], int),)

    def spread(values):
        if isinstance(values, (int, float)):
            return _made([values] * len(chosen), _kind(values))
        return asarray(values)

    one, other = spread(one), spread(other)
    if not len(one) == len(other) == len(chosen):
        shapes = f"({len(chosen)},) ({len(one)},) ({len(other)},)"
        raise ValueError(f"operands could not be broadcast together with shapes {shapes} ")
    picked = [x if c else y for c, x, y in zip(chosen, one, other)]
    return array(picked, _common((one._kind, other._kind)))


# Functions of each element.


def _each(values, function, kind=None):
    if isinstance(values, (int, float)):
        return function(values)
    values = asarray(values)
    return _made([function(x) for x in values._values], kind or values._kind)


def _sqrt(x):
    return math.sqrt(x) if x >= 0 else nan


def _exp(x):
    try:
        return math.exp(x)
    except (OverflowError, ValueError):
        return inf


def _logarithm(function):
    def log(x):
        if x > 0:
            return inf if x == inf else function(x)
        return -inf if x == 0 else nan

    return log


def _sign(x):
    return (x > 0) - (x < 0) if isinstance(x, int) else nan if x != x else float((x > 0) - (x < 0))


def sqrt(x):
    """Square roots; not a number below 0."""
    return _each(x, _sqrt, _FLOAT)


def exp(x):
    """Powers of e; infinite where too large."""
    return _each(x, _exp, _FLOAT)


def log(x):
    """Natural logarithms; not a number below 0, −inf at 0."""
    return _each(x, _logarithm(math.log), _FLOAT)


def log10(x):
    """Decimal logarithms."""
    return _each(x, _logarithm(math.log10), _FLOAT)


def sin(x):
    """Sines of radians."""
    return _each(x, math.sin, _FLOAT)


def cos(x):
    """Cosines of radians."""
    return _each(x, math.cos, _FLOAT)


def abs(x):
    """Values without their sign."""
    return _each(x, builtins.abs)


absolute = abs


def sign(x):
    """−1, 0 or 1."""
    return _each(x, _sign)


def square(x):
    """Squares."""
    return x * x if isinstance(x, (int, float)) else asarray(x) ** 2


def isfinite(x):
    """Whether a number is one, and not infinite."""
    return _each(x, lambda v: v - v == 0, _BOOL)


def isnan(x):
    """Whether it is not a number."""
    return _each(x, lambda v: v != v, _BOOL)


def round(x, decimals=0):
    """Rounded, halves to the even neighbour."""
    if isinstance(x, int):
        return x
    if isinstance(x, float):
        return _rounded(x, decimals)
    x = asarray(x)
    return x.copy() if x._kind != _FLOAT else _made([_rounded(v, decimals) for v in x], _FLOAT)


def _rounded(x, decimals):
    if x - x != 0:
        return x
    scale = 10.0**decimals
    return float(builtins.round(x * scale)) / scale


def clip(x, low, high):
    """Values kept between two numbers."""
    return minimum(maximum(x, low), high)


def maximum(x, y):
    """The greater of each pair."""
    return _pairwise(x, y, lambda a, b: a if a != a or a > b else b)


def minimum(x, y):
    """The lesser of each pair."""
    return _pairwise(x, y, lambda a, b: a if a != a or a < b else b)


def _pairwise(x, y, function):
    if isinstance(x, (int, float)):
        return function(x, y) if isinstance(y, (int, float)) else _operate(asarray(y), x, _swapped(function))
    made = _operate(asarray(x), y, function)
    return array(made._values, made._kind)


# Functions of all elements.


def _pairs(values, start, count):
    """Sum as NumPy takes it, by halves, so that rounding is the same; eight sums at a time below 128."""
    if count < 8:
        total = -0.0
        for i in range(start, start + count):
            total += values[i]
        return total
    if count <= 128:
        sums = values[start : start + 8]
        whole = count - count % 8
        for i in range(start + 8, start + whole, 8):
            for k in range(8):
                sums[k] += values[i + k]
        total = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
        for i in range(start + whole, start + count):
            total += values[i]
        return total
    half = count // 2
    half -= half % 8
    return _pairs(values, start, half) + _pairs(values, start + half, count - half)


def sum(x):
    """Sum of all elements."""
    x = asarray(x)
    if x._kind != _FLOAT:
        return builtins.sum(x._values)
    return _pairs(x._values, 0, len(x)) + 0.0


def _filled(x):
    x = asarray(x)
    return x if x._kind == _FLOAT else array(x, float)


def mean(x):
    """Mean of all elements."""
    x = _filled(x)
    return sum(x) / len(x) if len(x) else nan


average = mean


def var(x, ddof=0):
    """Mean square of the distances from the mean."""
    x = _filled(x)
    return _divide(sum((x - mean(x)) ** 2), len(x) - ddof)


def std(x, ddof=0):
    """Standard deviation, of the population unless ``ddof`` is 1."""
    return _sqrt(var(x, ddof))


def median(x):
    """The middle of the sorted elements."""
    values = sorted(_filled(x)._values)
    n = len(values)
    if not n:
        return nan
    return values[n // 2] if n % 2 else (values[n // 2 - 1] + values[n // 2]) / 2


def _chosen(x, name, better):
    """Position of the first element that is better than all others, or is not a number."""
    values = asarray(x)._values
    if not values:
        raise ValueError(f"attempt to get {name} of an empty sequence")
    best = 0
    for i, value in enumerate(values):
        if value != value:
            return i
        if better(value, values[best]):
            best = i
    return best


def argmin(x):
    """Where the least element first stands."""
    return _chosen(x, "argmin", lambda a, b: a < b)


def argmax(x):
    """Where the greatest element first stands."""
    return _chosen(x, "argmax", lambda a, b: a > b)


def min(x):
    """The least element; not a number where one is not."""
    x = asarray(x)
    return x._values[argmin(x)]


def max(x):
    """The greatest element; not a number where one is not."""
    x = asarray(x)
    return x._values[argmax(x)]


def any(x):
    """Whether one is true."""
    return builtins.any(asarray(x)._values)


def all(x):
    """Whether each is true."""
    return builtins.all(asarray(x)._values)


def allclose(x, y, rtol=1e-5, atol=1e-8):
    """Whether all pairs are nearly the same."""
    x = asarray(x) if not isinstance(x, (int, float)) else array([x])
    return all(abs(x - y) <= atol + rtol * abs(y))


def sort(x):
    """The elements, rising."""
    x = asarray(x)
    return _made(sorted(x._values), x._kind)


def cumsum(x):
    """Sums so far."""
    x = asarray(x)
    total, sums = 0, []
    for value in x:
        total += value
        sums.append(total)
    return array(sums, _FLOAT if x._kind == _FLOAT else _INT)


def diff(x):
    """Steps from each element to the next."""
    x = asarray(x)
    return x[1:] - x[:-1]


def dot(x, y):
    """Sum of the products of pairs."""
    x, y = asarray(x), asarray(y)
    if len(x) != len(y):
        raise ValueError(
            f"shapes ({len(x)},) and ({len(y)},) not aligned: {len(x)} (dim 0) != {len(y)} (dim 0)"
        )
    return sum(x * y)


def polyfit(x, y, deg):
    """Slope and intercept of the line of least squares."""
    if deg != 1:
        raise ValueError("in the page polyfit fits lines (degree 1); use the notebook")
    x, y = _filled(x), _filled(y)
    if len(x) != len(y):
        raise TypeError("expected x and y to have same length")
    middle = mean(x)
    slope = _divide(dot(x - middle, y), dot(x - middle, x - middle))
    return array([slope, mean(y) - slope * middle])


def polyval(p, x):
    """Value of a polynomial, its highest power first."""
    value = 0.0
    for coefficient in p:
        value = value * x + coefficient
    return value


# Text.


def _elements(x, separator, indent):
    """The elements as NumPy prints them: eight digits at most, all as wide as the widest."""
    if x._kind == _FLOAT:
        words = _floats(x._values)
    else:
        words = [str(value) for value in x._values]
        wide = builtins.max([len(word) for word in words], default=0)
        words = [" " * (wide - len(word)) + word for word in words]
    if len(words) > 1000:
        words = words[:3] + ["..."] + words[-3:]
    lines, line = [], ""
    for i, word in enumerate(words):
        piece = word if i == len(words) - 1 else word + separator.rstrip()
        if line and indent + len(line) + 1 + len(word) > 74:
            lines.append(line)
            line = piece
        else:
            line = f"{line} {piece}" if line else piece
    return ("\n" + " " * indent).join(lines + [line])


def _floats(values):
    finite = [value for value in values if value - value == 0]
    sizes = [builtins.abs(value) for value in finite if value]
    high, low = builtins.max(sizes, default=0), builtins.min(sizes, default=0)
    if sizes and (high >= 1e8 or low < 1e-4 or high / low > 1000.0):
        words = _exponents(finite)
    else:
        words = _fixed(finite)
    named = iter(words)
    shown = [next(named) if value - value == 0 else str(value) for value in values]
    wide = builtins.max([len(word) for word in shown], default=0)
    return [" " * (wide - len(word)) + word for word in shown]


def _digits(value, count, kind):
    return ("%." + str(count) + kind) % value


def _fixed(values):
    digits = []
    for value in values:
        text = f"{value:.8f}".rstrip("0")
        digits.append(len(text) - text.index(".") - 1)
    most = builtins.max(digits, default=0)
    if most == 0:
        return [f"{value:.0f}." for value in values]
    # Shorter ones are filled with spaces, as NumPy does.
    words = []
    for value, own in zip(values, digits):
        word = _digits(value, own, "f") if own else f"{value:.0f}."
        words.append(word + " " * (most - own))
    return words


def _exponents(values):
    digits = []
    for value in values:
        text = f"{value:.8e}".split("e")[0].rstrip("0")
        digits.append(len(text) - text.index(".") - 1)
    most = builtins.max(digits, default=0)
    words = []
    for value in values:
        mantissa, exponent = _digits(value, most, "e").split("e")
        mantissa = mantissa if most else mantissa + "."
        words.append(f"{mantissa}e{exponent}")
    return words


# Random numbers.


class _Random:
    """``numpy.random`` with a seed of one number: the same numbers as NumPy's own."""

    def __init__(self):
        self._stream = None
        self._next = None

    def __getattr__(self, name):
        raise AttributeError(f"numpy.random.{name} is not in the page; use np.random.seed, or the notebook")

    def _started(self):
        if self._stream is None:
            import time

            self.seed(time.time_ns() & 0xFFFFFFFF)
        return self._stream

    def seed(self, seed):
        """Start anew."""
        from twister import Twister

        if not isinstance(seed, int) or not 0 <= seed < 2**32:
            raise ValueError("Seed must be between 0 and 2**32 - 1")
        self._stream, self._next = Twister(), None
        self._stream.seed(seed)

    def _many(self, size, draw):
        return draw() if size is None else array([draw() for _ in range(_count(size))])

    def random(self, size=None):
        """Numbers in [0, 1)."""
        return self._many(size, self._started().real)

    def rand(self, size=None):
        """Numbers in [0, 1)."""
        return self.random(size)

    def uniform(self, low=0.0, high=1.0, size=None):
        """Numbers between two others."""
        real = self._started().real
        return self._many(size, lambda: low + (high - low) * real())

    def _gauss(self):
        if self._next is not None:
            value, self._next = self._next, None
            return value
        stream, square = self._started(), 0.0
        while square >= 1.0 or square == 0.0:
            x, y = 2.0 * stream.real() - 1.0, 2.0 * stream.real() - 1.0
            square = x * x + y * y
        scale = math.sqrt(-2.0 * math.log(square) / square)
        self._next = scale * x
        return scale * y

    def normal(self, loc=0.0, scale=1.0, size=None):
        """Numbers of the normal distribution."""
        return self._many(size, lambda: loc + scale * self._gauss())

    def randn(self, size=None):
        """Numbers of the standard normal distribution."""
        return self.normal(size=size)

    def randint(self, low, high=None, size=None):
        """Whole numbers from ``low``, below ``high``."""
        if high is None:
            low, high = 0, low
        if low >= high:
            raise ValueError("low >= high")
        stream, most = self._started(), high - 1 - low
        mask = 1
        while mask < most:
            mask = mask * 2 + 1

        def draw():
            if not most:
                return low
            value = stream.bits() & mask
            while value > most:
                value = stream.bits() & mask
            return low + value

        return self._many(size, draw)


random = _Random()
