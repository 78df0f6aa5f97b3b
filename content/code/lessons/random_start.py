import random


def random_start(seed):
    generator = random.Random(seed)
    w = generator.uniform(-0.3, 0.9)
    b = generator.uniform(0.0, 14.0)
    return w, b


print(random_start(1))
assert random_start(1) == random_start(1)
assert random_start(1) != random_start(2)
