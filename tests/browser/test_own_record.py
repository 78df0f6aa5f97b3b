"""Lines that a reader fills in stay in the browser."""

from __future__ import annotations

from pathlib import Path

from chromium import Opener
from playwright.sync_api import expect
from small_site import write_content

import gdsim

RECORD = "::: record\ntitle: My record\nlines:\n  - The best\n  - Why\n:::\n"


def test_what_is_written_is_there_after_a_reload_and_on_no_other_page(
    open_page: Opener, tmp_path: Path
) -> None:
    pages = {"Lesson.md": RECORD, "Other.md": RECORD}
    gdsim.build(write_content(tmp_path, pages), output=tmp_path / "site", executor="inline", media=False)
    watched = open_page((tmp_path / "site" / "lesson.html").as_uri())
    page = watched.page
    record = page.get_by_role("region", name="My record")
    expect(record.get_by_role("status")).to_have_text("Kept in this browser, and nowhere else.")
    record.get_by_label("The best").fill("0.02, <b>mine</b>")
    record.get_by_label("Why").fill("slow floor")
    page.reload()
    expect(record.get_by_label("The best")).to_have_value("0.02, <b>mine</b>")
    expect(record.get_by_label("Why")).to_have_value("slow floor")
    page.goto((tmp_path / "site" / "other.html").as_uri())
    expect(record.get_by_role("status")).to_be_visible()
    expect(record.get_by_label("The best")).to_have_value("")
    assert watched.complaints == watched.outside == []
