/** Wire the page: the state, the requests, and the parts that show the answers. */

import { makeActs } from "./acts.js";
import { onAddress, readAddress, writeAddress } from "./address.js";
import { read } from "./api.js";
import { makeBrowse } from "./browse.js";
import { makeCatalogue, makeCatalogueDialog } from "./catalogue.js";
import { makeCheck } from "./check.js";
import { causeOf, makeConnection } from "./connection.js";
import { byId, say } from "./dom.js";
import { makeImages } from "./images.js";
import { listenForKeys, showKeys } from "./keys.js";
import { notesOf } from "./notes.js";
import { makeOptions } from "./options.js";
import { makePictures } from "./pictures.js";
import { makePipeline } from "./pipeline.js";
import { tell } from "./said.js";
import { makeStore } from "./state.js";
import { shapeOf } from "./steps.js";
import { makeToolbar, VIEWS } from "./toolbar.js";

const FRESH = {
  seed: 0,
  steps: [],
  options: {},
  class: null,
  image: 0,
  view: "copies",
  before: false,
  grid: 3,
};
const posted = ({ seed, steps, options }) => ({ seed, steps, options });
const RESTART = `The server of this page does not answer.
Start augcli studio again, and open the address that it prints.`;

async function begin() {
  const [start, known] = await Promise.all([read("api/start"), read("api/catalogue")]);
  const catalogue = makeCatalogue(known);
  const images = makeImages(start);
  const store = makeStore(images.mended({ ...FRESH, ...start.state, ...readAddress(catalogue.find) }));
  document.title = `${start.data} – augcli studio`;

  let notes = [];
  let shape = "";
  const connection = makeConnection(() => refresh(store.get(), "step"));
  const pictures = makePictures({ store, posted, refused: connection });
  const check = makeCheck({
    start,
    posted,
    tell,
    fail: connection,
    found: (answer) => {
      notes = notesOf(answer);
      showPipeline();
    },
  });
  const focusOn = (place) => byId("steps").querySelector(`[data-path="${place}"] .name`).focus();
  const acts = makeActs({ store, images, catalogue, focusOn, tell });
  const openCatalogue = makeCatalogueDialog(catalogue, acts.addStep);
  const openBrowse = makeBrowse(acts.pickImage, connection);
  const browse = () => {
    const { first, count } = images.span(store.get());
    openBrowse(first, count, store.get().image);
  };
  const toolbar = makeToolbar({
    start,
    catalogue,
    act: { ...acts, browse, add: openCatalogue, help: showKeys },
  });
  const pipeline = makePipeline({ store, catalogue, tell });
  const options = makeOptions(known.options, acts.option);

  function showToolbar(state) {
    const facts = { canUndo: store.canUndo(), canRedo: store.canRedo() };
    toolbar(state, { ...images.where(state), ...facts });
  }

  function showPipeline() {
    pipeline(store.get(), notes);
    options(store.get(), notes);
  }

  function refresh(state, why) {
    if (shapeOf(state.steps) !== shape) notes = []; // they are about other steps
    shape = shapeOf(state.steps);
    showToolbar(state);
    showPipeline();
    writeAddress(state);
    pictures.show(state, why === "drag");
    check.show(state);
  }

  store.listen(refresh);
  onAddress(catalogue.find, (state) =>
    store.change((draft) => Object.assign(draft, images.mended({ ...FRESH, ...state }))),
  );
  listenForKeys([
    { key: "a", name: "a", text: "add a step", act: openCatalogue },
    { key: "n", name: "n", text: "next image", act: acts.next },
    { key: "p", name: "p", text: "previous image", act: acts.previous },
    { key: "i", name: "i", text: "choose an image", act: browse },
    { key: "s", name: "s", text: "another seed", act: acts.shuffle },
    { key: "b", name: "b", text: "the image before any step, and back", act: acts.before },
    ...VIEWS.map(([view, text], place) => ({
      key: `${place + 1}`,
      name: `${place + 1}`,
      text: `view: ${text.toLowerCase()}`,
      act: () => acts.view(view),
    })),
    {
      key: "c",
      name: "c",
      text: "copy the command, or what is shown in its place",
      act: check.copy,
    },
    { key: "z", ctrl: true, shift: false, name: "Ctrl Z", text: "undo", act: acts.undo },
    { key: "z", ctrl: true, shift: true, name: "Ctrl Shift Z", text: "redo", act: acts.redo },
    { key: "y", ctrl: true, act: acts.redo },
    { key: "?", name: "?", text: "this list", act: showKeys },
  ]);
  refresh(store.get(), "step");
}

begin().catch((error) => {
  byId("problem").hidden = false;
  say(byId("problem"), causeOf(error, RESTART));
});
