import numpy as np

x = np.array([1.0, 2, 3, 5, 6, 7, 8])
y = np.array([155.0, 197, 244, 356, 409, 448, 500])

w = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
print("centred: ", w, y.mean() - w * x.mean())

A = np.column_stack([x, np.ones_like(x)])
print("normal:  ", *np.linalg.solve(A.T @ A, A.T @ y))
print("lstsq:   ", *np.linalg.lstsq(A, y, rcond=None)[0])
