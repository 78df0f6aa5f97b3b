"""Mean absolute error."""

from __future__ import annotations

import numpy as np

from gdsim.losses import Loss, register


@register("mae")
def mae() -> Loss:
    """Absolute residual |r|; the derivative is sign(r), and 0 at the kink (a subgradient)."""
    return Loss(value=np.abs, derivative=np.sign)
