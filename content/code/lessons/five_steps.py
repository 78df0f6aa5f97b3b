# %% data
import numpy as np

x = np.array([1, 2, 3, 5, 6, 7, 8])
y = np.array([155, 197, 244, 356, 409, 448, 500])

# %% start
w, b = 0.0, 0.0


# %% loss
def loss(w, b, x, y):
    predictions = w * x + b
    residuals = predictions - y
    return (residuals**2).mean()


# %% gradient
def gradient(w, b, x, y):
    residuals = w * x + b - y
    return 2 * (residuals * x).mean(), 2 * residuals.mean()


# %% step
def step(w, b, x, y, learning_rate):
    dw, db = gradient(w, b, x, y)
    return w - learning_rate * dw, b - learning_rate * db


# %% repeat
history = [(w, b, loss(w, b, x, y))]
for epoch in range(120):
    w, b = step(w, b, x, y, learning_rate=0.01)
    history.append((w, b, loss(w, b, x, y)))
print(len(history), f"{w:.3f} {b:.3f} {loss(w, b, x, y):.1f}")


# %% one after the other
def step_one_after_the_other(w, b, x, y, learning_rate):
    w = w - learning_rate * 2 * ((w * x + b - y) * x).mean()
    b = b - learning_rate * 2 * (w * x + b - y).mean()
    return w, b
