def slope(theta):
    return 2 * (theta - 1)


theta = 5.0
for step in range(20):
    theta = theta - 0.1 * slope(theta)
print(theta)
