# ruff: noqa: B905, F821
"""Pictures that set-up cells copy: one function a view, and the one that puts views side by side."""


def draw(*runs, views, title="", labels=()):
    """Views of runs side by side, each with its last line and its whole path."""
    figure = plt.figure(figsize=(4.8 * len(views), 3.9), layout="constrained")
    figure.suptitle(title, x=0.02, ha="left", fontsize=13)
    colors = RACE if len(runs) > 1 else [COLORS["current"]]
    panels = figure.subfigures(1, len(views), squeeze=False)[0]
    for panel, view in zip(panels, views):
        axes = view(panel, runs, colors)
        for each in panel.axes:
            each.spines[["top", "right"]].set_visible(False)
        if labels:
            marks = [plt.Line2D([], [], color=color, lw=2.2) for color in colors[: len(runs)]]
            axes.legend(marks, labels, frameon=False, fontsize=9)
    plt.show()


def show_fit(panel, runs, colors):
    """The points, the line that each run ends with, and the best line dashed."""
    problem, axes = runs[0].problem, panel.subplots()
    x = np.linspace(problem.x.min(), problem.x.max(), 200)
    axes.plot(problem.x, problem.y, "o", color=COLORS["data"], ms=4.5)
    axes.set_ylim(axes.get_ylim())
    if problem.best is not None:
        axes.plot(x, problem.predict(problem.best, x), color=COLORS["optimum"], lw=1.3, ls=(0, (5, 3)))
    for run, color in zip(runs, colors):
        axes.plot(x, run.problem.predict(run.path[-1], x), color=color, lw=2.2)
    axes.set(xlabel=DATA[problem.dataset]["x_label"], ylabel=DATA[problem.dataset]["y_label"])
    return axes


def show_predicted(panel, runs, colors):
    """What each run predicts against what is so: the closer to the dashed line, the better."""
    problem, axes = runs[0].problem, panel.subplots()
    ends = [problem.y.min(), problem.y.max()]
    axes.plot(ends, ends, color=COLORS["optimum"], lw=1.3, ls=(0, (5, 3)))
    for run, color in zip(runs, colors):
        axes.plot(run.problem.predict(run.path[-1], problem.x), problem.y, "o", color=color, ms=4.5)
    axes.set(xlabel="predicted", ylabel=DATA[problem.dataset]["y_label"])
    return axes


def show_loss(panel, runs, colors):
    """The loss at each epoch, on a log scale, and the least that can be had, dashed."""
    problem, axes = runs[0].problem, panel.subplots()
    for run, color in zip(runs, colors):
        axes.semilogy(run.epochs, run.losses, color=color if len(runs) > 1 else COLORS["path"])
    if problem.best is not None:
        axes.axhline(problem.loss_at(problem.best), color=COLORS["optimum"], lw=1.2, ls=(0, (5, 3)))
    axes.set(xlabel="epoch", ylabel="loss")
    return axes


def show_params(panel, runs, colors):
    """Each param at each epoch, and its best value, dashed."""
    problem, names = runs[0].problem, runs[0].problem.params
    rows = panel.subplots(len(names), sharex=True)
    for index, (axes, name) in enumerate(zip(rows, names)):
        for run, color in zip(runs, colors):
            axes.plot(run.epochs, run.path[:, index], color=color if len(runs) > 1 else COLORS["path"])
        if problem.best is not None:
            axes.axhline(problem.best[index], color=COLORS["optimum"], lw=1.2, ls=(0, (5, 3)))
        axes.set_ylabel(name)
    axes.set_xlabel("epoch")
    return rows[0]


def landscape(runs, size=81):
    """The loss over the two params, as far as the starts, the best params and the paths that stay reach."""
    problem, paths = runs[0].problem, [run.path for run in runs if not run.diverged]
    places = np.vstack([*paths, *(run.path[:1] for run in runs)])
    if problem.best is not None:
        mirrored = [2 * problem.best - run.path[0] for run in runs if run.diverged]
        places = np.vstack([places, problem.best, *mirrored])
    low, high = places.min(axis=0), places.max(axis=0)
    air = np.where(high > low, (high - low) * 0.12, np.abs(high) + 1)
    w, b = (np.linspace(low[i] - air[i], high[i] + air[i], size) for i in (0, 1))
    held = runs[0].path[-1] if problem.best is None else problem.best  # params beyond the second
    rows = [np.column_stack([w, np.full(size, value), *np.tile(held[2:], (size, 1)).T]) for value in b]
    return w, b, np.array([problem.loss_at(row) for row in rows])


def show_contour(panel, runs, colors):
    """The loss from above, as level lines, and the way of each run across it."""
    problem, axes, names = runs[0].problem, panel.subplots(), runs[0].problem.params
    w, b, loss = landscape(runs)
    levels = sorted({float(f"{level:.0e}") for level in np.geomspace(loss.min() + 1e-12, loss.max(), 9)})
    lines = axes.contour(w, b, loss, levels, colors=COLORS["data"], linewidths=0.8)
    axes.clabel(lines, fmt=lambda level: f"{level:,.6g}", fontsize=8)
    for run, color in zip(runs, colors):
        axes.plot(*run.path[:, :2].T, color=color if len(runs) > 1 else COLORS["path"], lw=1.4)
        axes.plot(*run.path[0, :2], "o", mfc="none", color=COLORS["data"])
        axes.plot(*run.path[-1, :2], "o", color=color, ms=8)
    if problem.best is not None:
        axes.plot(*problem.best[:2], "D", color=COLORS["optimum"], mec="white", ms=7)
    axes.set(xlim=(w[0], w[-1]), ylim=(b[0], b[-1]), xlabel=names[0], ylabel=names[1])
    return axes


def show_surface(panel, runs, colors):
    """The loss as a landscape, coloured by its logarithm, and the way of each run down."""
    problem, names = runs[0].problem, runs[0].problem.params
    w, b, loss = landscape(runs, size=61)
    axes = panel.add_subplot(projection="3d", computed_zorder=False)
    height = np.log(loss + 1e-12)
    shade = plt.cm.viridis((height - height.min()) / (np.ptp(height) or 1))
    axes.plot_surface(*np.meshgrid(w, b), loss, facecolors=shade, rstride=1, cstride=1, linewidth=0)
    for run, color in zip(runs, colors):
        inside = ((run.path[:, :2] >= (w[0], b[0])) & (run.path[:, :2] <= (w[-1], b[-1]))).all(axis=1)
        way = (*run.path[inside, :2].T, run.losses[inside])
        axes.plot(*way, color=COLORS["path"], lw=3.6)
        axes.plot(*way, color=color if len(runs) > 1 else "white", lw=1.7)
        axes.plot(*(part[-1:] for part in way), "o", color=color, ms=7)
    if problem.best is not None:
        axes.plot(*problem.best[:2], problem.loss_at(problem.best), "D", color=COLORS["optimum"], ms=6)
    axes.set(xlabel=names[0], ylabel=names[1], zlim=(0, loss.max()))
    axes.set_title("loss", fontsize=10)
    axes.locator_params(nbins=4)
    axes.view_init(elev=30, azim=-125)
    axes.set_box_aspect((4, 4, 3), zoom=1.1)
    return axes
