/** A figure's data is read when it comes near the screen, or when it is touched. */

const MARGIN = "800px 0px";

/** Calls `load` once, as soon as `figure` is near the screen, pressed or focused. */
export function whenNear(figure: HTMLElement, load: () => void): void {
  const once = () => {
    observer.disconnect();
    for (const event of TOUCHES) figure.removeEventListener(event, once, true);
    load();
  };
  const observer = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) once();
  }, { rootMargin: MARGIN });
  observer.observe(figure);
  for (const event of TOUCHES) figure.addEventListener(event, once, true);
}

const TOUCHES = ["pointerdown", "focusin", "keydown", "dragenter"];
