"""Text in: front matter, Markdown, wikilinks, math and expressions → Page.

read_content ─→ Content ─→ LinkIndex ─→ render_page ─→ Page   (one page at a time: pure, cacheable)
                                            └─→ check_links, linked_from   (all pages together)
"""

from gdsim.content.assets import read_assets
from gdsim.content.index import LinkIndex
from gdsim.content.links import check_links, linked_from
from gdsim.content.read import read_content
from gdsim.content.render import render_page

__all__ = ["LinkIndex", "check_links", "linked_from", "read_assets", "read_content", "render_page"]
