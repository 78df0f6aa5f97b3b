"""What is to be seen."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page


def pixels(target: Page | Locator) -> np.ndarray:
    """What is on screen, shape (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(target.screenshot())).convert("RGB")).astype(int)
