import numpy as np

generator = np.random.default_rng(5)
x = np.linspace(0, 50, 50)
straight = 0.3 * x + 0.5 + generator.normal(0, 0.5, x.size)
bent = 16 * (1 - np.exp(-x / 15)) + generator.normal(0, 0.5, x.size)

for y in (straight, bent):
    w, b = np.polyfit(x, y, 1)
    residual = w * x + b - y
    parts = [part.mean() for part in np.array_split(residual, 3)]
    print([f"{mean:+.2f}" for mean in parts], f"{residual.mean():+.1e}")
