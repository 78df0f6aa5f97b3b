import numpy as np

x = np.array([1, 2, 3, 5, 6, 7, 8])
y = np.array([155, 197, 244, 356, 409, 448, 500])


def loss(w, b):
    return ((w * x + b - y) ** 2).mean()


def gradient(w, b):
    residual = w * x + b - y
    return 2 * (residual * x).mean(), 2 * residual.mean()


h = 1e-4
for w, b in [(0.0, 0.0), (40.0, 60.0), (80.0, 120.0)]:
    numeric_w = (loss(w + h, b) - loss(w - h, b)) / (2 * h)
    numeric_b = (loss(w, b + h) - loss(w, b - h)) / (2 * h)
    dw, db = gradient(w, b)
    assert np.allclose([numeric_w, numeric_b], [dw, db], rtol=1e-6)
    print(f"{dw:10.3f} {numeric_w:10.3f}   {db:10.3f} {numeric_b:10.3f}")
