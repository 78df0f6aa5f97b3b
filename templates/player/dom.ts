/** Elements in one call. */

type Attributes = Readonly<Record<string, string>>;

/** An element with these attributes and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Exchanges all children, of which there may be more than a call takes arguments. */
export function refill(parent: Element, children: Iterable<Node>): void {
  const all = document.createDocumentFragment();
  for (const child of children) all.append(child);
  parent.replaceChildren(all);
}

const SVG = "http://www.w3.org/2000/svg";

/** A 24 × 24 picture of one filled path, hidden from screen readers. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  for (
    const [name, value] of Object.entries({
      viewBox: "0 0 24 24",
      width: "24",
      height: "24",
      fill: "currentColor",
      "aria-hidden": "true",
    })
  ) svg.setAttribute(name, value);
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** A labelled `<select>`: the label is read and seen. */
export function picker(
  label: string,
  name: string,
): { box: HTMLElement; select: HTMLSelectElement } {
  const select = element("select", { name, "aria-label": label });
  const box = element("label", { class: "gdsim-pick" }, element("span", {}, label), select);
  return { box, select };
}

/** A labelled field of one line. */
export function textField(
  label: string,
  attributes: Attributes = {},
): { box: HTMLElement; input: HTMLInputElement } {
  const input = element("input", {
    type: "text",
    class: "gdsim-field",
    "aria-label": label,
    autocomplete: "off",
    spellcheck: "false",
    ...attributes,
  });
  const box = element("label", { class: "gdsim-pick" }, element("span", {}, label), input);
  return { box, input };
}

/** A labelled box to tick. */
export function tick(
  label: string,
  changed: (on: boolean) => void,
): { box: HTMLElement; input: HTMLInputElement } {
  const input = element("input", { type: "checkbox" });
  input.addEventListener("change", () => changed(input.checked));
  return {
    box: element("label", { class: "gdsim-tick-box" }, input, element("span", {}, label)),
    input,
  };
}

/** A button that says in words what it does. */
export function wordButton(label: string, act: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: "gdsim-word-button" }, label);
  made.addEventListener("click", act);
  return made;
}
