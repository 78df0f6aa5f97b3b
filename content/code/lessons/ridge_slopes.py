import numpy as np

generator = np.random.default_rng(1)
x = np.array([-1.0, 0.0, 1.0])
plain, ridge = [], []
for _ in range(1000):
    y = 0.5 * x + generator.normal(size=3)
    cov, var = (x * y).mean(), (x * x).mean()
    plain.append(cov / var)
    ridge.append(cov / (var + 2 / 2))
for slopes in (plain, ridge):
    print(((np.array(slopes) - 0.5) ** 2).mean())
