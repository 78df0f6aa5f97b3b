"""The nouns of gdsim: frozen dataclasses that every other folder speaks in, the theme, JSON and YAML text.

Dataset ─┐
Sweep ───┼→ RunSpec → Trajectory ─→ Clip
Page ────┘             (View: what the runs of a sweep on one dataset share)
"""
