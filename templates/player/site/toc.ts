/** The table of contents follows the reading: the section at the top of the window is marked. */

/** Marks links of the contents as their sections pass. */
export function startContents(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>(".gdsim-toc a[href^='#']")];
  const headings = [...new Set(links.map(({ hash }) => decodeURIComponent(hash.slice(1))))]
    .map((id) => document.getElementById(id))
    .filter((heading) => heading !== null);
  if (!headings.length) return;
  const mark = () => {
    const line = innerHeight / 4;
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= line);
    const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2 && scrollY > 0;
    const current = atEnd ? headings.at(-1) : passed.at(-1);
    for (const link of links) {
      const here = current && decodeURIComponent(link.hash.slice(1)) === current.id;
      if (here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    keepInSight(links.find((link) => link.hasAttribute("aria-current") && link.offsetParent));
  };
  // Headings that cross the line, also in one jump over the screen; the end of the page is seen by its footer.
  const watcher = new IntersectionObserver(mark, { rootMargin: "1000000px 0px -75% 0px" });
  for (const heading of headings) watcher.observe(heading);
  const footer = document.querySelector(".gdsim-footer");
  if (footer) new IntersectionObserver(mark, { threshold: [0, 0.5, 1] }).observe(footer);
}

/** Scrolls a long table of contents, never the page. */
function keepInSight(link: HTMLElement | undefined): void {
  const box = link?.closest<HTMLElement>(".gdsim-toc-side");
  if (!link || !box || box.scrollHeight <= box.clientHeight) return;
  const place = link.offsetTop - box.offsetTop;
  const { scrollTop, clientHeight } = box;
  if (place < scrollTop || place > scrollTop + clientHeight - 48) {
    box.scrollTop = place - clientHeight / 3;
  }
}
