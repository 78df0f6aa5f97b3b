import numpy as np


def logistic_step(w, b, x, y, learning_rate):
    p = 1 / (1 + np.exp(-(w * x + b)))
    dw, db = ((p - y) * x).mean(), (p - y).mean()
    return w - learning_rate * dw, b - learning_rate * db


x = np.array([1.0, 2, 3, 4, 5, 6])
y = np.array([0.0, 0, 1, 0, 1, 1])
w = b = 0.0
for _ in range(500):
    w, b = logistic_step(w, b, x, y, learning_rate=0.8)
print(f"{w:.2f} {b:.2f} even chance at {-b / w:.2f}")
