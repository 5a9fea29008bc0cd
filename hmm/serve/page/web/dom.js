// Elements are made here and nowhere else: text always becomes a text node, never HTML.

const SVG = "http://www.w3.org/2000/svg";

/** The element of the page with an id. */
export const byId = (id) => document.getElementById(id);

/**
 * A new HTML element. Attributes that are undefined, null or false are left out; true is an attribute
 * without a value. Children are nodes or text; null and false are left out.
 */
export function html(name, attributes, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** A new SVG element; see html. */
export function svg(name, attributes, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A name as nodes between which a line may break: intents are often words joined by underscores. */
export const breakable = (name) => name.split(/(?<=[_/-])/).flatMap((part) => [part, document.createElement("wbr")]);

/** Sets a custom property of an element's style, which the content policy permits and an attribute not. */
export function styled(node, property, value) {
  node.style.setProperty(property, value);
  return node;
}

/** Calls draw with the size of a box in whole pixels, once it has one and whenever that changes. */
export function onSize(box, draw) {
  const size = { width: 0, height: 0 };
  new ResizeObserver(([{ contentRect }]) => {
    const [width, height] = [contentRect.width, contentRect.height].map(Math.floor);
    if (width === 0 || width === size.width && height === size.height) return;
    Object.assign(size, { width, height });
    draw({ width, height });
  }).observe(box);
}
