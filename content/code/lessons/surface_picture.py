import numpy as np
from matplotlib.figure import Figure

x = np.array([1, 2, 3, 5, 6, 7, 8])
y = np.array([155, 197, 244, 356, 409, 448, 500])
w, b = np.meshgrid(np.linspace(0, 100, 80), np.linspace(0, 200, 80))
loss = ((w[..., None] * x + b[..., None] - y) ** 2).mean(axis=-1)
figure = Figure()
axes = figure.add_subplot(projection="3d")
axes.plot_surface(w, b, np.log10(loss), cmap="viridis")
figure.savefig("surface.png")
