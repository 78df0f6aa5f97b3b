import random

random.seed(106)
print("distance,duration")
for i in range(100):
    distance = round(25 + 45 * i / 99, 2)
    duration = 8 + 1.32 * distance + random.gauss(0, 6)
    print(f"{distance:.2f},{duration:.1f}")
