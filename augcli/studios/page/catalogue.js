/** The catalogue of transforms: look steps up, and add one from a dialog that searches. */

import { byId, make } from "./dom.js";

/** Return the catalogue that the server sent, with the ways to look steps up. */
export function makeCatalogue({ transforms, policies, presets, groups }) {
  const named = new Map(transforms.map((one) => [one.name, one]));
  const places = new Map(transforms.map((one, place) => [one.name, place]));
  const policy = new Map(policies.map((one) => [one.name, one]));

  /** Return what is known of a step: its knobs, words, switches and texts; {} for a group. */
  const find = (step) => named.get(step.transform) ?? policy.get(step.policy) ?? {};

  /** Return where a new step of a name is to run: after those that come before it by default. */
  function placeOf(name, steps) {
    const own = places.get(name);
    const later = steps.findIndex((step) => (places.get(step.transform) ?? -1) > own);
    return later < 0 ? steps.length : later;
  }

  /** Return where a policy is to run, as --policy has it: after the geometry. */
  function placeOfPolicy(steps) {
    return steps.findLastIndex((step) => find(step).group === groups[0].name) + 1;
  }

  return { transforms, policies, presets, groups, find, placeOf, placeOfPolicy };
}

/** Return `open()`, which shows the dialog; `add(name)` is called with the name that is chosen. */
export function makeCatalogueDialog(catalogue, add) {
  const dialog = byId("catalogue");
  const search = byId("search");
  const found = byId("found");
  const sections = catalogue.groups.map((group) => section(group));

  search.addEventListener("input", filter);
  search.addEventListener("keydown", (event) => {
    const first = found.querySelector("li:not([hidden]) button");
    if (!first || !["Enter", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Enter") first.click();
    else first.focus();
  });

  function section(group) {
    const entries = catalogue.transforms
      .filter((one) => one.group === group.name)
      .map((one) => entry(one, group));
    const element = make(
      "section",
      {},
      make("h3", { text: group.title }),
      make("ul", {}, ...entries.map((one) => one.element)),
    );
    return { element, entries };
  }

  function entry(one, group) {
    const text = [one.name, one.title, group.title, one.summary, one.helps].join(" ").toLowerCase();
    const button = make(
      "button",
      {
        class: "entry",
        title: [one.helps, one.harms].filter(Boolean).join("\n"),
        onclick: () => {
          dialog.close();
          add(one.name);
        },
      },
      one.picture && make("img", { src: one.picture, alt: "", loading: "lazy" }),
      make("b", { text: one.title }),
      make("span", { text: one.summary }),
    );
    return { element: make("li", {}, button), text };
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/);
    for (const { element, entries } of sections) {
      for (const one of entries)
        one.element.hidden = !words.every((word) => one.text.includes(word));
      element.hidden = entries.every((one) => one.element.hidden);
    }
    none.hidden = sections.some(({ element }) => !element.hidden);
  }

  const none = make("p", {
    class: "about",
    role: "status",
    text: "No transform has all of these words.",
    hidden: true,
  });
  found.append(...sections.map(({ element }) => element), none);

  return function open() {
    search.value = "";
    filter();
    dialog.showModal();
    search.focus();
  };
}
