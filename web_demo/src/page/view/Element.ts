type Child = Node | string | null;

/** Attributes of an element: true is one without a value, null and false are none. */
export type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** An element with what is in it; null stands for nothing. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  set(made, attributes);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** The same of a picture's elements. */
export function drawn(name: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  set(made, attributes);
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

/** Puts the children in the place of those that are there. */
export function fillWith(parent: Element, ...children: Child[]): void {
  parent.replaceChildren(...children.filter((child) => child !== null));
}

/** Says a text where it is not said yet, so that a screen reader is not told it twice. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
