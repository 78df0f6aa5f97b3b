import numpy as np

wages = np.array([31, 33, 34, 36, 400])
print(np.mean(wages), np.median(wages))
