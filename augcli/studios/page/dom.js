/** Make elements. Text only ever becomes text nodes: names of files and classes are untrusted. */

/**
 * Return a new element. Keys of `attributes` that begin with "on" are listeners, `text` is its
 * text, true and false set or leave out an attribute, null leaves it out.
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "text") element.textContent = value;
    else if (value === null || value === undefined) continue;
    else if (name.startsWith("aria-"))
      element.setAttribute(name, value); // there false is a value
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child));
  return element;
}

/** Return the element of the page that has an id. */
export const byId = (id) => document.getElementById(id);

/** Set the text of an element, only if it differs: readers announce what is set again. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Return a name of the pipeline file as people read it. */
export const spoken = (name) => name.replaceAll("-", " ");

/** Replace the options of a select by [value, label] pairs. */
export function fill(select, options) {
  select.replaceChildren(...options.map(([value, text]) => make("option", { value, text })));
}

/** Return one of the icons of the page. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}
