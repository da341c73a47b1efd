/** The requests to the server of this page: JSON, and pictures in one binary answer. */

const BUSY = 503; // too many renders at once
const PAUSE = 200; // milliseconds
const HEAD = 4; // bytes that hold the length of the JSON before the pictures

/** What the server says is wrong with a request, and the way out. */
export class Refused extends Error {
  constructor({ problem = "The server can't do that.", hint, errors = [] }) {
    super(lined({ problem, hint }));
    this.errors = errors;
  }
}

/** Return a problem and the way out as two lines. */
export const lined = ({ problem, hint }) => [problem, hint].filter(Boolean).join("\n");

/** The server does not answer. */
export class Gone extends Error {}

/** Return the JSON of an address. */
export const read = async (path) => jsonIn(await ask(path));

/** Send JSON, and return the JSON of the answer. */
export const send = async (path, body, signal) => jsonIn(await ask(path, body, signal));

/**
 * Send JSON, and return the head of the answer with its pictures as blobs: each of its `cells`
 * that has a number of `bytes` gets a `blob`.
 */
export async function sendForPictures(path, body, signal) {
  const buffer = await ask(path, body, signal);
  const length = new DataView(buffer).getUint32(0);
  const head = jsonIn(new Uint8Array(buffer, HEAD, length));
  let at = HEAD + length;
  for (const cell of head.cells) {
    if (!cell.bytes) continue;
    cell.blob = new Blob([new Uint8Array(buffer, at, cell.bytes)], { type: cell.type });
    at += cell.bytes;
  }
  return head;
}

/** Resolve if the server answers. */
export const knock = () => ask("api/alive");

const jsonIn = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/** Return the bytes of an answer. */
async function ask(path, body, signal) {
  const post = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  };
  let answer;
  let bytes;
  try {
    answer = await fetch(path, post);
    bytes = await answer.arrayBuffer(); // which fails, too, if the server ends meanwhile
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new Gone();
  }
  if (answer.ok) return bytes;
  if (answer.status === BUSY) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    return ask(path, body, signal);
  }
  throw new Refused(refusalIn(bytes));
}

function refusalIn(bytes) {
  try {
    return jsonIn(bytes);
  } catch {
    return {}; // not from augcli, which explains itself in JSON
  }
}
