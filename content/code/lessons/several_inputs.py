import numpy as np

size = np.array([35.0, 50, 60, 75, 90, 100])
distance = np.array([2.0, 1, 6, 4, 11, 8])
rent = np.array([640.0, 850, 720, 980, 830, 1090])

X = np.column_stack([size, distance])
Z = (X - X.mean(axis=0)) / X.std(axis=0)

w, b = np.zeros(2), 0.0
for epoch in range(300):
    residual = Z @ w + b - rent
    slopes = 2 * Z.T @ residual / len(rent)
    w, b = w - 0.1 * slopes, b - 0.1 * 2 * residual.mean()
print("for each m² and km:", w / X.std(axis=0))

A = np.column_stack([X, np.ones(len(rent))])
print("least squares:     ", np.linalg.lstsq(A, rent, rcond=None)[0][:2])
print("size alone:        ", np.polyfit(size, rent, 1)[0])
