"""Cross-entropy: what a probability costs when the answer is yes or no."""

from __future__ import annotations

from gdsim.core.elementary import sigmoid, softplus
from gdsim.losses import Loss, register


@register("cross-entropy")
def cross_entropy() -> Loss:
    """−ln p where the target is 1, −ln(1 − p) where it is 0, with p = σ(score): ln(1 + eᵐ) of the error m.

    Its gradient by the score is p − target, and it is convex in the params of a score that is linear in them.

    Source: Cox (1958), doi:10.1111/j.2517-6161.1958.tb00292.x.
    """
    return Loss(
        value=softplus,
        derivative=sigmoid,
        curvature=lambda error: sigmoid(error) * sigmoid(-error),
        of_margins=True,
    )
