"""The steps of a build, where content, descent, render and site meet; each makes only what is missing.

read → simulate → write_pages → draw → gather → assemble → check

Modules are imported one by one where they are needed: an edit of prose needs neither numbers nor pictures.
"""
