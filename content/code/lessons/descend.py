def descend(gradient, theta, learning_rate, steps):
    for _ in range(steps):
        theta = theta - learning_rate * gradient(theta)
    return theta


def slope(theta):
    return 2 * (theta - 1)


print(descend(slope, theta=5.0, learning_rate=0.1, steps=20))
