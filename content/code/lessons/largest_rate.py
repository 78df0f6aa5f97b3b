def largest_rate(xs):
    n = len(xs)
    mean_square = sum(x * x for x in xs) / n
    mean = sum(xs) / n
    half_sum = (mean_square + 1) / 2
    largest = half_sum + (((mean_square - 1) / 2) ** 2 + mean**2) ** 0.5
    return 1 / largest


print(largest_rate([1, 2, 3, 5, 6, 7, 8]))
print(largest_rate([50 * i / 49 for i in range(50)]))
