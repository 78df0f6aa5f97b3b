"""Numbers in words that stand on pages, in frames and in descriptions alike."""

from __future__ import annotations


def rate_in_words(value: float) -> str:
    """A learning rate in full, as sweeps write it: ``5e-5``, ``1.15e-3``, ``0.001``, ``0.02``."""
    plain = f"{value:.10g}"
    if 0.01 <= value < 1e6 or (1e-3 <= value < 1e6 and len(plain) <= 6):
        return plain
    mantissa, _, exponent = f"{value:.9e}".partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"


def number_in_words(value: float, digits: int) -> str:
    """``value`` at ``digits`` significant digits, zeros that only fill up dropped, with a true minus sign."""
    text = f"{value + 0.0:.{digits}g}"
    if "e" not in text:
        return text.replace("-", "−")
    if 1 <= abs(value) < 1e6:  # 14,930 reads better than 1.493e4
        text = f"{float(text):,.0f}"
    mantissa, e, exponent = text.partition("e")
    return mantissa.replace("-", "−") + (f"e{int(exponent)}" if e else "")
