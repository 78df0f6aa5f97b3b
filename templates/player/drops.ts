/** Files dropped on an element. */

/** Calls `dropped` with the first file dropped anywhere on `target`. */
export function takeDrops(target: HTMLElement, dropped: (file: File) => void): void {
  const holdsFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files");
  target.addEventListener("dragover", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    target.classList.add("gdsim-drop");
  });
  target.addEventListener("dragleave", (event) => {
    if (!target.contains(event.relatedTarget as Node | null)) target.classList.remove("gdsim-drop");
  });
  target.addEventListener("drop", (event) => {
    target.classList.remove("gdsim-drop");
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    dropped(file);
  });
}
