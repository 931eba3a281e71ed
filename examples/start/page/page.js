// The controls, and where events come from: the browser's WebSocket, and what the server saw of it.
import { showEvent } from './wire-view.js';

/** @typedef {import('../wire-event.ts').WireEvent} WireEvent */
/** @typedef {import('./wire-view.js').BrowserEvent} BrowserEvent */

/** How many events stay on the page. */
const MOST_EVENTS = 300;

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
function byId(id, type) {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new Error(`there is no ${type.name} #${id}`);
}

const value = (/** @type {string} */ id) =>
  /** @type {HTMLInputElement | HTMLSelectElement} */ (byId(id, HTMLElement)).value;
const log = byId('log', HTMLOListElement);
const problem = byId('problem', HTMLElement);

/** The session that the server knows this page by. */
let session = '';
/** @type {WebSocket | undefined} */
let socket;
/** The number of the connection, from 1. */
let connection = 0;
/** How the last connection was closed. */
let closed = '';
/**
 * What was the last event when a control was used; what comes after it stays in view, until somebody looks elsewhere.
 *
 * @type {Element | null | undefined}
 */
let seen;

// What the server saw.
const events = new EventSource('events');
events.addEventListener('session', ({ data }) => {
  session = JSON.parse(data);
  connection = 0;
  complain('');
  showState();
});
events.addEventListener('wire', ({ data }) => add(JSON.parse(data)));
events.addEventListener('error', () => {
  session = '';
  complain('The server does not answer. Start it again with npm start; this page comes back by itself.');
  showState();
});

onSubmit('connect', () => {
  const subprotocols = value('subprotocols')
    .split(',')
    .map((name) => name.trim());
  const url = `${location.href.replace(/^http/, 'ws').replace(/[?#].*/, '')}ws/${session}`;
  const opened = new WebSocket(
    url,
    subprotocols.filter((name) => name !== ''),
  );
  socket = opened;
  connection += 1;
  const number = connection;
  const tell = (/** @type {string} */ summary, section = '') =>
    add({ kind: 'browser', connection: number, time: Date.now(), summary, sections: section === '' ? [] : [section] });
  opened.binaryType = 'arraybuffer';
  opened.addEventListener('open', () => {
    tell(`open event: subprotocol ${opened.protocol === '' ? 'none' : opened.protocol}`, '4.1');
    showState();
  });
  opened.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') tell(`message event: text, ${data.length} characters: ${shorten(data)}`, '6.2');
    else tell(`message event: binary, ${data.byteLength} bytes`, '6.2');
  });
  opened.addEventListener('error', () => tell('error event', '7.1.7'));
  opened.addEventListener('close', ({ code, reason, wasClean }) => {
    const why = reason === '' ? 'no reason' : `reason ${reason}`;
    closed = `, code ${code}`;
    tell(`close event: code ${code}, ${why}, ${wasClean ? 'clean' : 'not clean'}`, '7.1.5');
    showState();
  });
  showState();
});
onSubmit('send-text', () => socket?.send(value('text')));
onSubmit('send-binary', () => socket?.send(parseHex(value('bytes'))));
onSubmit('send-large', () => socket?.send('0123456789abcdef'.repeat(62_500).slice(0, Number(value('size')))));
onSubmit('ping', () => ask({ do: 'ping', data: value('ping-data') }));
onSubmit('fragments', () => ask({ do: 'fragments' }));
onSubmit('cut', () => ask({ do: 'cut' }));
onSubmit('close', (side) => {
  const digits = value('code').trim();
  if (!/^\d*$/.test(digits)) throw new RangeError('Code: expected a number, or nothing');
  const close = digits === '' ? {} : { code: Number(digits), reason: value('reason') };
  if (side === 'server') return ask({ do: 'close', ...close });
  socket?.close(close.code, close.reason);
});

byId('clear', HTMLButtonElement).addEventListener('click', () => {
  log.replaceChildren();
  byId('empty', HTMLElement).hidden = false;
});

for (const type of ['wheel', 'touchmove', 'pointerdown', 'keydown']) {
  byId('wire', HTMLElement).addEventListener(type, () => (seen = undefined), { passive: true });
}

/**
 * Does something when a form is sent. What was open in the log because it was new is folded: what follows is newer.
 *
 * @param {string} id
 * @param {(button: string) => unknown} act
 */
function onSubmit(id, act) {
  const form = byId(id, HTMLFormElement);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    complain('');
    seen = log.lastElementChild;
    for (const entry of log.querySelectorAll('details.new')) entry.removeAttribute('open');
    try {
      await act(/** @type {HTMLButtonElement} */ (event.submitter)?.value);
    } catch (error) {
      complain(/** @type {Error} */ (error).message, form);
    }
    showState();
  });
}

/** Asks the server for what only a server can do. @param {import('../session.ts').Command} command */
async function ask(command) {
  const answer = await fetch(`control/${session}`, { method: 'POST', body: JSON.stringify(command) });
  if (!answer.ok) throw new Error(`The server says: ${await answer.text()}`);
}

/** Adds an event where its time says. What the server saw goes before what the browser made of it. @param {WireEvent | BrowserEvent} event */
function add(event) {
  const entry = showEvent(event);
  entry.dataset.time = String(event.time);
  let last = log.lastElementChild;
  while (last instanceof HTMLElement && goesAfter(last, event)) last = last.previousElementSibling;
  if (last === null) log.prepend(entry);
  else last.after(entry);
  if (log.childElementCount > MOST_EVENTS) log.firstElementChild?.remove();
  byId('empty', HTMLElement).hidden = true;
  announce(entry.querySelector('.said')?.textContent ?? '');
  if (seen !== undefined) (seen?.nextElementSibling ?? log.firstElementChild)?.scrollIntoView();
}

/** Says a line to those who listen: the log itself is too much to hear. @param {string} line */
function announce(line) {
  const announcements = byId('announcements', HTMLElement);
  const paragraph = document.createElement('p');
  paragraph.textContent = line;
  announcements.append(paragraph);
  if (announcements.childElementCount > 20) announcements.firstElementChild?.remove();
}

/** @param {HTMLElement} entry @param {WireEvent | BrowserEvent} event */
function goesAfter({ dataset }, event) {
  const time = Number(dataset.time);
  return time > event.time || (time === event.time && dataset.kind === 'browser' && event.kind !== 'browser');
}

function showState() {
  const state = socket?.readyState ?? WebSocket.CLOSED;
  const isOpen = state === WebSocket.OPEN;
  const names = ['connecting', 'open', 'closing', 'closed'];
  const more =
    isOpen && socket?.protocol ? `, subprotocol ${socket.protocol}` : state === WebSocket.CLOSED ? closed : '';
  byId('state', HTMLOutputElement).value = socket === undefined ? 'not connected' : `${names[state]}${more}`;
  for (const button of document.querySelectorAll('.when-open button')) button.toggleAttribute('disabled', !isOpen);
  const mayConnect = session !== '' && state === WebSocket.CLOSED;
  document.querySelector('#connect button')?.toggleAttribute('disabled', !mayConnect);
}

/** Says what went wrong, below what caused it. @param {string} message @param {HTMLFormElement} [form] */
function complain(message, form) {
  if (form === undefined) byId('controls', HTMLElement).prepend(problem);
  else form.append(problem);
  problem.textContent = message;
  problem.hidden = message === '';
}

/** @param {string} text */
function parseHex(text) {
  const digits = text.replaceAll(/[\s,]|0x/g, '');
  if (!/^(?:[\da-f]{2})*$/i.test(digits)) throw new RangeError('Bytes: expected pairs of hexadecimal digits');
  return Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

/** @param {string} text */
function shorten(text) {
  return text.length > 60 ? `${text.slice(0, 60)} …` : text;
}
