import numpy as np

x = np.linspace(0, 50, 50)
z = (x - x.mean()) / x.std()
print(f"{abs(z.mean()):.6f} {z.std():.6f}")

w_z, b_z = 4.4, 8.0
w, b = w_z / x.std(), b_z - w_z * x.mean() / x.std()
print(np.allclose(w * x + b, w_z * z + b_z))
