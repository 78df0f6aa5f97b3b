"""What a run gives: its path, its outcome and the theory beside it; and the JSON form of these."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from gdsim.core.arrays import Array, IntArray
from gdsim.core.dataclass import dataclass
from gdsim.core.dataset import Scaling
from gdsim.core.run import Choice

SCHEMA = "gdsim.trajectory/1"
DIGITS = 10

Status = Literal["converged", "diverged", "budget"]


@dataclass(frozen=True)
class Outcome:
    """Why a run stopped: ``converged`` or ``diverged`` at ``epoch``, or ``budget`` (its last epoch)."""

    status: Status
    epoch: int


@dataclass(frozen=True)
class Optimum:
    """Params of least loss, shape (dims,), and that loss."""

    params: tuple[float, ...]
    loss: float


@dataclass(frozen=True)
class Theory:
    """Thresholds of plain gradient descent on a quadratic loss with Hessian eigenvalues λ.

    Args:
        learning_rate_max: 2/λ_max; plain descent is stable below it.
        swing_from: 1/λ_max; above it the fast direction changes sign each epoch.
        fastest: 2/(λ_max + λ_min); shrinks the slowest direction fastest.
        condition_number: λ_max/λ_min.
    """

    learning_rate_max: float
    swing_from: float
    fastest: float
    condition_number: float


@dataclass(frozen=True, eq=False)
class Trajectory:
    """One run as recorded.

    Args:
        params: names of the params.
        seed: of the run's random draws, or None where nothing is random.
        epoch: stored epochs, shape (stored,), rising from 0.
        path: params at them, shape (stored, dims).
        loss, gradient_norm: at them, shape (stored,).
        frame_epoch: stored epochs that the frames show, shape (frames,), at most 121.
    """

    id: str
    sweep: str
    dataset: str
    n: int
    dataset_digest: str
    model: str
    params: tuple[str, ...]
    loss_choice: Choice
    optimizer: Choice
    learning_rate: float
    init_name: str
    epochs: int
    seed: int | None
    standardize: Scaling | None
    tolerance: float
    outcome: Outcome
    optimum: Optimum | None
    theory: Theory | None
    epoch: IntArray
    path: Array
    loss: Array
    gradient_norm: Array
    frame_epoch: IntArray
    description: str

    @property
    def start(self) -> Array:
        """Params before any update, shape (dims,)."""
        start: Array = self.path[0]
        return start

    @property
    def diverged(self) -> bool:
        """Whether the run diverged."""
        return self.outcome.status == "diverged"

    def index_of(self, epoch: int) -> int:
        """Position of a stored epoch in the arrays; KeyError where it is not stored."""
        index = int(np.searchsorted(self.epoch, epoch))
        if index == len(self.epoch) or self.epoch[index] != epoch:
            raise KeyError(epoch)
        return index

    def frame_indices(self) -> IntArray:
        """Positions in the arrays of the epochs that the frames show, shape (frames,)."""
        return np.searchsorted(self.epoch, self.frame_epoch).astype(np.int64)

    def record(self) -> dict[str, Any]:
        """The trajectory as ``gdsim.trajectory/1``, floats at ten significant digits."""
        # One call for all columns: they are short, and what a call costs counts.
        columns = np.vstack([self.path.T, self.loss, self.gradient_norm])
        *params, loss, gradient_norm = rounded_rows(columns)
        return {
            "schema": SCHEMA,
            "id": self.id,
            "sweep": self.sweep,
            "dataset": {"name": self.dataset, "n": self.n, "digest": self.dataset_digest},
            "model": {"name": self.model, "params": list(self.params)},
            "loss": self.loss_choice.mapping(),
            "optimizer": self.optimizer.mapping(),
            "learning_rate": self.learning_rate,
            "init": {"name": self.init_name, "params": named(self.params, self.start)},
            "epochs": self.epochs,
            "seed": self.seed,
            "standardize": self.standardize and _scaling_record(self.standardize),
            "tolerance": self.tolerance,
            "outcome": {"status": self.outcome.status, "epoch": self.outcome.epoch},
            "optimum": self.optimum
            and {"params": named(self.params, self.optimum.params), "loss": rounded(self.optimum.loss)},
            "theory": self.theory and {key: rounded(value) for key, value in vars(self.theory).items()},
            "path": {
                "epoch": self.epoch.tolist(),
                "params": dict(zip(self.params, params, strict=True)),
                "loss": loss,
                "gradient_norm": gradient_norm,
            },
            "frame_epoch": self.frame_epoch.tolist(),
            "description": self.description,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Trajectory:
        """A trajectory read back; ValueError names both schemas where they differ."""
        if record.get("schema") != SCHEMA:
            raise ValueError(f"this reads {SCHEMA!r}, the record is {record.get('schema')!r}")
        names = tuple(record["model"]["params"])
        path, optimum, theory = record["path"], record["optimum"], record["theory"]
        return cls(
            id=record["id"],
            sweep=record["sweep"],
            dataset=record["dataset"]["name"],
            n=record["dataset"]["n"],
            dataset_digest=record["dataset"]["digest"],
            model=record["model"]["name"],
            params=names,
            loss_choice=choice_of(record["loss"]),
            optimizer=choice_of(record["optimizer"]),
            learning_rate=record["learning_rate"],
            init_name=record["init"]["name"],
            epochs=record["epochs"],
            seed=record["seed"],
            standardize=record["standardize"] and _scaling_of(record["standardize"]),
            tolerance=record["tolerance"],
            outcome=Outcome(**record["outcome"]),
            optimum=optimum and Optimum(tuple(optimum["params"][name] for name in names), optimum["loss"]),
            theory=theory and Theory(**theory),
            epoch=np.array(path["epoch"], dtype=np.int64),
            path=np.array([path["params"][name] for name in names], dtype=np.float64).T,
            loss=np.array(path["loss"], dtype=np.float64),
            gradient_norm=np.array(path["gradient_norm"], dtype=np.float64),
            frame_epoch=np.array(record["frame_epoch"], dtype=np.int64),
            description=record["description"],
        )


def _scaling_record(scaling: Scaling) -> dict[str, Any]:
    """``{"mean": …, "scale": …}``: numbers, or lists of one an input where there are several."""
    each = [{"mean": rounded(one.mean), "scale": rounded(one.scale)} for one in scaling.each]
    return each[0] if len(each) == 1 else {key: [one[key] for one in each] for key in each[0]}


def _scaling_of(record: dict[str, Any]) -> Scaling:
    if not isinstance(record["mean"], list):
        return Scaling(**record)
    first, *more = (Scaling(*pair) for pair in zip(record["mean"], record["scale"], strict=True))
    return Scaling(first.mean, first.scale, tuple(more))


def choice_of(mapping: dict[str, Any]) -> Choice:
    """A Choice from its JSON form ``{"name": …, option: value}``."""
    return Choice.of(mapping["name"], {key: value for key, value in mapping.items() if key != "name"})


def named(names: tuple[str, ...], values: Any) -> dict[str, float]:
    """``{name: value}`` with ten significant digits."""
    return {name: rounded(value) for name, value in zip(names, values, strict=True)}


def rounded(value: float) -> float:
    """``value`` at ten significant digits; −0 becomes 0."""
    return float(f"{value:.{DIGITS}g}") + 0.0


# Powers of ten that a float holds exactly; and where each decimal exponent begins.
_POWERS = np.array([float(10**exponent) for exponent in range(23)])
_LEAST = DIGITS - len(_POWERS)
_BEGINS = np.array([float(f"1e{exponent}") for exponent in range(_LEAST, DIGITS + len(_POWERS))])


def rounded_rows(values: Array) -> list[list[float]]:
    """Each row of ``values``, shape (rows, m), as ``rounded_list`` gives it."""
    flat, width = rounded_list(values.reshape(-1)), values.shape[1]
    return [flat[at : at + width] for at in range(0, len(flat), width)]


def rounded_list(values: Array) -> list[float]:
    """Each value at ten significant digits, as ``rounded`` gives it; −0 becomes 0.

    A value is scaled by a power of ten to ten digits before the point, rounded, and scaled back. With an
    exact power both scalings are rounded once, so the result is the float nearest to the decimal, unless
    the digits end in about a half: these, and values far from 1, are written as text and read again.
    Source: Clinger (1990), How to read floating point numbers accurately.
    """
    size = np.abs(values)
    up = DIGITS - _LEAST - np.searchsorted(_BEGINS, size, side="right")
    exact = np.abs(up) < len(_POWERS)
    power = _POWERS[np.where(exact, np.abs(up), 0)]
    with np.errstate(all="ignore"):
        scaled = np.where(up >= 0, size * power, size / power)
        whole = np.rint(scaled)
        ten_digits = (whole >= _POWERS[DIGITS - 1]) & (whole <= _POWERS[DIGITS])
        sure = exact & ten_digits & (np.abs(scaled - whole) < 0.4999)
        result: list[float] = np.copysign(np.where(up >= 0, whole / power, whole * power), values).tolist()
    for index in np.flatnonzero(~sure).tolist():
        result[index] = rounded(values.item(index))
    return result
