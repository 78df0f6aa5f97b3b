def momentum_step(theta, v, gradient, learning_rate, beta=0.9):
    v = beta * v + gradient(theta)
    return theta - learning_rate * v, v


def slope(theta):
    return 2 * (theta - 1)


theta, v = 5.0, 0.0
for _ in range(100):
    theta, v = momentum_step(theta, v, slope, learning_rate=0.1)
print(theta)
