import numpy as np


def pull(residual, delta):
    return np.clip(residual, -delta, delta)


def huber_gradient(w, b, x, y, delta):
    p = pull(w * x + b - y, delta)
    return (p * x).mean(), p.mean()


x = np.array([0.0, 10, 20, 30])
y = np.array([0.0, 3, 6, 23])
for delta in (1, 20):
    dw, db = huber_gradient(0.3, 0.0, x, y, delta)
    print(f"delta {delta}: {dw:.2f} {db:.2f}")
