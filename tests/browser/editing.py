"""What a reader does with the editor of a listing."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

COPYABLE = """code => {
    const area = document.createElement("textarea");
    area.value = code;
    document.body.append(area);
    area.focus({preventScroll: true});
    area.select();
}"""


def edit(page: Page, number: int = 0) -> Locator:
    """Opens the editor of a listing."""
    box = page.locator(".gdsim-python").nth(number)
    box.get_by_role("button", name="Edit and run").click()
    expect(box.get_by_role("button", name="Run", exact=True)).to_be_enabled()
    return box


def write(page: Page, box: Locator, code: str) -> None:
    """Replaces the code as a reader does, who pastes."""
    page.evaluate(COPYABLE, code)
    page.keyboard.press("ControlOrMeta+c")
    page.evaluate("document.querySelector('body > textarea').remove()")
    box.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("ControlOrMeta+v" if code else "Delete")


def run(box: Locator) -> str:
    """Presses Run and waits; the words that say what came of it."""
    box.get_by_role("button", name="Run", exact=True).click()
    expect(box.get_by_role("button", name="Stop")).to_be_disabled(timeout=20_000)
    return status(box)


def status(box: Locator) -> str:
    return box.locator(".gdsim-editor-status").text_content() or ""
