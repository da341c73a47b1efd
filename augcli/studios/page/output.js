/** Texts that go back to the shell, in tabs: the command, the TOML, and code for other libraries. */

import { byId, make, say } from "./dom.js";

/**
 * Return `put(place, text, problem)`, which sets the text of a tab, or says why there is none;
 * `chosen()`, the place of the tab that is shown; and `copy()`. `choose` is called when a tab is
 * chosen.
 */
export function makeOutput({ titles, choose, tell }) {
  const panel = byId("output");
  const pre = panel.querySelector("pre");
  const texts = titles.map(() => ({ text: "", problem: "" }));
  const tabs = titles.map((title, place) =>
    make("button", {
      role: "tab",
      id: `tab-${place}`,
      "aria-controls": "output",
      text: title,
      onclick: () => select(place),
    }),
  );
  let chosen = 0;

  byId("tabs").append(...tabs);
  byId("tabs").addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    select((chosen + by + tabs.length) % tabs.length);
    tabs[chosen].focus();
  });
  byId("copy").addEventListener("click", copy);

  function select(place) {
    chosen = place;
    show();
    choose(place);
  }

  function show() {
    tabs.forEach((tab, place) => {
      tab.setAttribute("aria-selected", place === chosen);
      tab.tabIndex = place === chosen ? 0 : -1;
    });
    const { text, problem } = texts[chosen];
    panel.setAttribute("aria-labelledby", tabs[chosen].id);
    panel.classList.toggle("problem", !text);
    say(pre, text || problem);
    byId("copy").disabled = !text;
  }

  function put(place, text, problem = "") {
    texts[place] = { text, problem };
    if (place === chosen) show();
  }

  async function copy() {
    const { text } = texts[chosen];
    if (!text) return;
    try {
      await navigator.clipboard.writeText(text);
      tell(`Copied: ${titles[chosen]}`);
    } catch {
      getSelection().selectAllChildren(pre); // what is selected can be copied by a key
      tell("The browser allows no copying. The text is selected: press Ctrl+C.");
    }
  }

  show();
  return { put, chosen: () => chosen, copy };
}
