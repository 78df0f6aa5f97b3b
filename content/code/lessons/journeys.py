# %% error
def error(m, b, points):
    total = 0.0
    for x, y in points:
        total += (y - (m * x + b)) ** 2
    return total / len(points)


# %% step
def step(m, b, points, learning_rate):
    slope_m = slope_b = 0.0
    n = len(points)
    for x, y in points:
        residual = y - (m * x + b)
        slope_m += -2 / n * x * residual
        slope_b += -2 / n * residual
    return m - learning_rate * slope_m, b - learning_rate * slope_b


# %% walk
points = [(25, 41), (35, 54), (45, 68), (55, 80), (70, 101)]
for learning_rate in (1e-4, 5e-4):
    m, b = -1.0, 0.0
    for _ in range(5):
        m, b = step(m, b, points, learning_rate)
    print(learning_rate, f"{m:.2f} {b:.2f} {error(m, b, points):.0f}")
