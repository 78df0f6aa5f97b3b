# ruff: noqa: F821
"""What set-up cells of pages with an outcome map copy."""


def outcome(run, tolerance):
    """How a run ended, and when: "diverged", "converged", or "not yet" where its epochs did not do."""
    if run.diverged:
        return "diverged", run.epochs[-1]
    problem = run.problem
    if problem.best is None:
        left = np.array([np.linalg.norm(problem.gradient(params)) for params in run.path])
    else:
        left = run.losses - problem.loss_at(problem.best)
    above = np.flatnonzero(left > tolerance * left[0])
    first = above[-1] + 1 if len(above) else 0
    return ("converged", run.epochs[first]) if first < len(left) else ("not yet", run.epochs[-1])


def draw_map(rows, columns, title="", tolerance=1e-3, **shared):
    """Descend once for each cell of a table, and show how it ended."""
    _, axes = plt.subplots(figsize=(1.1 * len(columns) + 1.6, 0.5 * len(rows) + 1.4))
    signs = {"converged": "✓", "not yet": "…", "diverged": "×"}
    for y, row in enumerate(rows.values()):
        for x, column in enumerate(columns.values()):
            ended, epoch = outcome(descend(**{**shared, **row, **column}), tolerance)
            axes.add_patch(plt.Rectangle((x, y), 0.96, 0.92, color=COLORS[ended]))
            axes.text(x + 0.48, y + 0.46, f"{signs[ended]} {epoch}", ha="center", va="center")
    axes.set(xlim=(0, len(columns)), ylim=(len(rows), 0))
    axes.set_xticks(np.arange(len(columns)) + 0.48, list(columns))
    axes.set_yticks(np.arange(len(rows)) + 0.46, list(rows))
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.spines[:].set_visible(False)
    axes.set_xlabel("✓ converged, … not yet there, × diverged, and at which epoch")
    axes.set_title(title, loc="left")
    plt.show()
