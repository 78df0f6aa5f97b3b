"""Text out: pages, styles, fonts and scripts → the files of the site; and the site on disk.

Page ─┐
Theme ┼→ assemble → {site path: bytes} → publish
Facts ┘
"""
