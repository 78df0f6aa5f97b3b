/** "Load into the player": the link of an experiment becomes the permalink of its run. */

export function startTries(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a.gdsim-load[data-permalink]")) {
    const permalink = link.dataset["permalink"]!;
    link.setAttribute("href", permalink);
    link.addEventListener("click", () => {
      // The same address again changes nothing for the browser, but the player may have moved on.
      if (location.hash === permalink) dispatchEvent(new HashChangeEvent("hashchange"));
    });
  }
}
