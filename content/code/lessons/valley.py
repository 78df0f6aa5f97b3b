import numpy as np

x = np.linspace(0, 50, 50)
hessian = 2 * np.array([[(x * x).mean(), x.mean()], [x.mean(), 1.0]])
curvatures, directions = np.linalg.eigh(hessian)
print(curvatures, curvatures[1] / curvatures[0])
print(directions[:, 0])
print(directions[:, 1])
