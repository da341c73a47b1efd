/** What the controls and keys do to the state. */

const SEEDS = 10_000; // short ones, as people type them

/** Return a function for each deed on the state in `store`. */
export function makeActs({ store, images, catalogue, focusOn, tell }) {
  const set = (key, value) =>
    store.change((draft) => {
      draft[key] = value;
    });

  function insert(step, place) {
    store.change((draft) => {
      draft.steps.splice(place, 0, step);
    });
    tell(`Added ${step.transform ?? step.policy} as step ${place + 1}.`);
    focusOn(place);
  }

  return {
    next: () => set("image", images.beside(store.get(), 1)),
    previous: () => set("image", images.beside(store.get(), -1)),
    pickClass: (chosen) =>
      store.change((draft) => Object.assign(draft, images.mended({ ...draft, class: chosen }))),
    pickImage: (image) => set("image", image),
    seed: (text) => {
      if (/^\d{1,15}$/.test(text.trim())) return set("seed", Number(text));
      tell("A seed is a whole number from 0.");
      return store.refresh();
    },
    shuffle: () => set("seed", Math.floor(Math.random() * SEEDS)),
    view: (view) => set("view", view),
    before: () => set("before", !store.get().before),
    cells: (grid) => set("grid", grid),
    option: (name, value) =>
      store.change((draft) => {
        if (value === null) delete draft.options[name];
        else draft.options[name] = value;
      }),
    preset: (name) => {
      const { state } = catalogue.presets.find((one) => one.name === name);
      store.change((draft) => {
        draft.steps = state.steps;
        draft.options = state.options ?? {};
      });
      tell(`The pipeline is preset ${name} now. Ctrl+Z brings back the one before.`);
    },
    policy: (name) => insert({ policy: name }, catalogue.placeOfPolicy(store.get().steps)),
    addStep: (name) => insert({ transform: name }, catalogue.placeOf(name, store.get().steps)),
    undo: () => store.undo() || tell("There is nothing to undo."),
    redo: () => store.redo() || tell("There is nothing to redo."),
  };
}
