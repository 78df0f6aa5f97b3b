"""Notebooks: a lesson with code as a file for Jupyter, which needs nothing but NumPy and matplotlib.

    page's blocks ─→ Page (text and code in order) ─→ cells ─→ notebooks/<slug>.ipynb
                          └─→ SetUp (data and helpers that the figures use) ─→ first cells

What a directive becomes stands beside its HTML, see ``gdsim.directives.in_notebook``. The helpers are
ordinary Python in ``templates/notebook``; a set-up copies those that its figures need.
"""
