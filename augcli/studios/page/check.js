/** Ask what a pipeline is as text, what is wrong with it, and what expand would make of it. */

import { send } from "./api.js";
import { byId, say } from "./dom.js";
import { makeLatest, pause } from "./latest.js";
import { notesOf } from "./notes.js";
import { makeOutput } from "./output.js";

const TEXTS = ["Command", "TOML"];
// Milliseconds without a change before a request: pictures come first, and the slowest last.
const QUIET = { check: 100, estimate: 500 };

/**
 * Return `show(state)` and `copy()`. `posted(state)` is what the server takes of a state; `found`
 * gets the answer with its warnings and errors; `fail` an error of the connection.
 */
export function makeCheck({ start, posted, tell, fail, found }) {
  let body = null;
  const titles = [...TEXTS, ...start.exports];
  const output = makeOutput({ titles, tell, choose: () => wantExport() });
  const wantCheck = makeLatest(check, (what) => {
    byId("output").setAttribute("aria-busy", what === "busy");
    report(what);
  });
  const want = makeLatest(exportTo, report);
  const wantEstimate = makeLatest(estimate, (what) => {
    byId("estimate").classList.toggle("stale", what !== "idle"); // it is of an older state
    report(what);
  });
  byId("save").hidden = !start.save;
  say(
    byId("hint"),
    `No flags can say this pipeline: the command reads it from a file.
${start.save ? `Save it to ${start.save} first.` : "Copy the text of the tab TOML into that file first."}`,
  );
  say(byId("save"), `Save ${start.save}`);
  byId("save").addEventListener("click", save);

  function report(what) {
    if (what instanceof Error) fail(what);
  }

  function show(state) {
    body = { state: posted(state), image: state.image };
    wantCheck(body);
    wantExport();
    if (start.kind === "folder") wantEstimate(body);
  }

  async function check(wanted, signal) {
    await pause(QUIET.check, signal);
    const answer = await send("api/check", wanted, signal);
    const [reason] = notesOf(answer).map((one) => one.text);
    output.put(0, answer.command, reason);
    output.put(1, answer.toml, reason);
    byId("hint").hidden = !answer.needs_file || answer.saved;
    byId("save").disabled = answer.saved || !answer.toml;
    found(answer);
  }

  function wantExport() {
    const to = start.exports[output.chosen() - TEXTS.length];
    if (to) want({ to, state: body.state });
  }

  async function exportTo(wanted, signal) {
    await pause(QUIET.check, signal);
    const place = TEXTS.length + start.exports.indexOf(wanted.to);
    try {
      const { code } = await send("api/export", wanted, signal);
      output.put(place, code);
    } catch (error) {
      if (!error.errors) throw error; // the connection's, not the pipeline's
      output.put(place, "", error.message);
    }
  }

  async function estimate(wanted, signal) {
    await pause(QUIET.estimate, signal);
    try {
      const { text } = await send("api/estimate", { state: wanted.state }, signal);
      say(byId("estimate"), `expand makes ${text}`);
    } catch (error) {
      if (!error.errors) throw error;
      say(byId("estimate"), "");
    }
  }

  async function save() {
    try {
      const { saved } = await send("api/save", { state: body.state });
      tell(`Saved ${saved}.`);
      wantCheck(body);
    } catch (error) {
      fail(error);
    }
  }

  return { show, copy: output.copy };
}
