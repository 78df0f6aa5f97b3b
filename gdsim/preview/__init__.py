"""``gdsim serve``: build, watch, build again; a server on this machine whose pages follow.

watch (saves → builds) ─→ Board (what the last build said) ─→ server (pages, and the news to them)
"""
