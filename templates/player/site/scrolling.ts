/** What scrolls sideways is reached by keyboard too; not every browser sees to that itself. */

const SCROLLS = ".gdsim-display, .gdsim-text table:not(.gdsim-player *)";

/** Puts formulas and tables that are wider than their place into the order of the Tab key. */
export function startScrolling(): void {
  const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));
  const boxes = [...document.querySelectorAll(SCROLLS)];
  boxes.forEach((box) => watch.observe(box));
  document.fonts.ready.then(() => boxes.forEach(mark)); // letters change what is inside, not the box
}

function mark(box: Element): void {
  if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
  else box.removeAttribute("tabindex");
}
