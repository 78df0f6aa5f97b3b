import random

random.seed(3)
years = [i * 0.5 for i in range(21)]
salaries = [1000 + 2000 * x + random.gauss(0, 350) for x in years]

print(years[4], round(salaries[4]))
print(round(salaries[4] - (1000 + 2000 * years[4])))
