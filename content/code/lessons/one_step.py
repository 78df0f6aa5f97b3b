import numpy as np

x = np.array([1.0, 2, 3, 5, 6, 7, 8])
y = np.array([155.0, 197, 244, 356, 409, 448, 500])


def gradient(theta):
    residual = theta[0] * x + theta[1] - y
    return 2 * np.array([(residual * x).mean(), residual.mean()])


hessian = 2 * np.array([[(x * x).mean(), x.mean()], [x.mean(), 1.0]])

theta = np.array([0.0, 0.0])
g = gradient(theta)
print("line search:", theta - (g @ g) / (g @ hessian @ g) * g)
print("Newton:", theta - np.linalg.solve(hessian, g))
