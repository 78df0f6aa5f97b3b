/** In a picture of pages, the dot that is pointed at and all that is linked with it stand out. */

/** Watches every picture of the page. */
export function startGraphs(): void {
  for (const picture of document.querySelectorAll<SVGSVGElement>("svg.gdsim-graph")) watch(picture);
}

function watch(picture: SVGSVGElement): void {
  const lines = [...picture.querySelectorAll<SVGLineElement>("line")];
  const dots = [...picture.querySelectorAll<SVGAElement>("a[data-node]")];
  const choose = (number: string | undefined) => {
    const near = new Set([number]);
    for (const line of lines) {
      const { from, to } = line.dataset;
      const chosen = number !== undefined && (from === number || to === number);
      line.classList.toggle("gdsim-chosen", chosen);
      if (chosen) near.add(from).add(to);
    }
    for (const dot of dots) dot.classList.toggle("gdsim-chosen", near.has(dot.dataset["node"]));
    picture.classList.toggle("gdsim-choosing", number !== undefined);
  };
  for (const dot of dots) {
    dot.addEventListener("pointerenter", () => choose(dot.dataset["node"]));
    dot.addEventListener("pointerleave", () => choose(undefined));
    dot.addEventListener("focus", () => choose(dot.dataset["node"]));
    dot.addEventListener("blur", () => choose(undefined));
  }
}
