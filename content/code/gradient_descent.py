import numpy as np

# DATA_X and DATA_Y are the points in the player above.


def mse_loss(w, b):
    """How wrong the line is: the mean of the squared residuals."""
    residual = w * DATA_X + b - DATA_Y
    return np.mean(residual**2)


def mse_loss_dw(w, b):
    """How steeply the loss rises with the slope."""
    residual = w * DATA_X + b - DATA_Y
    return 2 * np.mean(residual * DATA_X)


def mse_loss_db(w, b):
    """How steeply the loss rises with the intercept."""
    residual = w * DATA_X + b - DATA_Y
    return 2 * np.mean(residual)


def step(w, b, learning_rate):
    """One step downhill: against both derivatives, taken at the same place."""
    dw, db = mse_loss_dw(w, b), mse_loss_db(w, b)
    return w - learning_rate * dw, b - learning_rate * db


def train(w, b, learning_rate, epochs):
    """Step after step; each new line is handed to the player."""
    print(f"the loss starts at {mse_loss(w, b):.4g}")
    for epoch in range(epochs):
        w, b = step(w, b, learning_rate)
        yield w, b
    print(f"and ends at {mse_loss(w, b):.4g}, with w = {w:.4g} and b = {b:.4g}")
