// Shows one event: a line that says it all, and behind it the bytes, the bits and the rules.

/** @typedef {import('../wire-event.ts').WireEvent} WireEvent */
/** @typedef {import('../wire-event.ts').FrameEvent} FrameEvent */
/** @typedef {import('../wire-event.ts').HeaderField} HeaderField */
/** @typedef {import('../wire-event.ts').Excerpt} Excerpt */

/**
 * What the browser's WebSocket told.
 *
 * @typedef {object} BrowserEvent
 * @property {'browser'} kind
 * @property {number} connection
 * @property {number} time
 * @property {string} summary
 * @property {readonly string[]} sections
 */

/** How many bytes of a payload are shown with their masking. */
const MOST_BYTES = 64;

/**
 * @param {string} name
 * @param {string | null} className
 * @param {(string | Node)[]} children
 */
function element(name, className, ...children) {
  const created = document.createElement(name);
  if (className !== null) created.className = className;
  created.append(...children);
  return created;
}

/** @param {WireEvent | BrowserEvent} event @returns {HTMLLIElement} */
export function showEvent(event) {
  const item = document.createElement('li');
  item.dataset.kind = event.kind;
  item.dataset.from = event.kind === 'browser' ? 'browser' : event.from;
  const line = showLine(event);
  const more = showMore(event);
  if (more.length === 0) {
    const sections = 'sections' in event ? showSections(event.sections) : '';
    item.append(element('div', 'line', ...line, sections));
  } else {
    const details = document.createElement('details');
    details.className = 'new';
    details.open = true;
    const summary = element('summary', 'line', ...line);
    // What somebody opens or folds stays as they want it.
    summary.addEventListener('click', () => details.classList.remove('new'));
    details.append(summary, element('div', 'more', ...more));
    item.append(details);
  }
  return item;
}

/** @param {WireEvent | BrowserEvent} event */
function showLine({ kind, time, connection, summary, ...event }) {
  const clock = new Date(time);
  const shown = `${clock.toLocaleTimeString('en-GB')}.${String(clock.getMilliseconds()).padStart(3, '0')}`;
  const from = 'from' in event ? (event.from === 'client' ? 'client → server' : 'server → client') : 'in the browser';
  const said = element('span', 'said', element('span', 'from', from), ' ', element('span', 'summary', summary));
  const number = element('span', 'number', `#${connection}`);
  return [element('time', null, shown), number, said];
}

/** @param {WireEvent | BrowserEvent} event @returns {HTMLElement[]} */
function showMore(event) {
  switch (event.kind) {
    case 'head':
      return [
        showTable(
          ['Line', 'What it is for', 'RFC 6455'],
          event.lines.map(({ text, meaning, sections }) => ['', element('code', null, text), meaning, sections]),
        ),
        foldedBytes(event.bytes),
      ];
    case 'frame':
      return showFrame(event);
    case 'violation':
      return [element('p', 'bytes', spaced(event.bytes))];
    default:
      return [];
  }
}

/** @param {FrameEvent} event @returns {HTMLElement[]} */
function showFrame(event) {
  const { header, content, payload } = event;
  const rows = header.map((field) => [field.group, field.name, field.value, field.meaning, field.sections]);
  const said = content.map(({ name, value, meaning, sections }) => ['payload', name, value, meaning, sections]);
  const parts = [
    element('p', 'bytes', ...colouredBytes(event)),
    showBits(header, payload.length),
    showTable(['Field', 'Value', 'What it says', 'RFC 6455'], [...rows, ...said]),
  ];
  if (payload.length > 0) parts.push(...showPayload(event));
  return parts;
}

/** The bytes of a frame, each in the colour of its field. @param {FrameEvent} event */
function colouredBytes({ header, bytes, headerLength }) {
  const all = pairs(bytes.hex);
  const keyLength = header.some(({ name }) => name === 'masking key') ? 4 : 0;
  const part = (/** @type {string} */ group, /** @type {number} */ start, /** @type {number} */ end) =>
    start === end ? [] : [element('span', group, all.slice(start, end).join(' ')), ' '];
  return [
    ...part('type', 0, 1),
    ...part('length', 1, headerLength - keyLength),
    ...part('mask', headerLength - keyLength, headerLength),
    ...part('payload', headerLength, Math.min(all.length, headerLength + MOST_BYTES)),
    ...remainder(bytes.length - headerLength),
  ];
}

/**
 * The header as RFC 6455 §5.2 draws it: rows of 32 bits, or of 16 where there is little room.
 *
 * @param {readonly HeaderField[]} header
 * @param {number} payloadLength
 */
function showBits(header, payloadLength) {
  const diagram = element('div', 'bits');
  // The table below has all of it in words.
  diagram.setAttribute('aria-hidden', 'true');
  let word = element('div', 'word');
  let used = 0;
  for (const { name, group, bits, value } of header) {
    for (let at = 0; at < bits.length; ) {
      const length = Math.min(bits.length - at, 16 - used);
      const piece = element('div', `field ${group} span-${length}`);
      piece.append(
        element('span', 'digits', ...[...bits.slice(at, at + length)].map((bit) => element('i', null, bit))),
      );
      piece.append(element('span', 'name', at === 0 ? name : 'continued'));
      if (at === 0 && length > 3) piece.append(element('span', 'value', value));
      word.append(piece);
      at += length;
      used += length;
      if (used === 16) {
        diagram.append(word);
        word = element('div', 'word');
        used = 0;
      }
    }
  }
  const bytes = payloadLength === 0 ? 'no payload' : `payload data: ${countBytes(payloadLength)}`;
  diagram.append(element('div', 'word rest', element('div', 'field payload span-16', bytes)));
  return diagram;
}

/** The payload byte by byte: as it was sent, the masking key, and what comes out. @param {FrameEvent} event @returns {HTMLElement[]} */
function showPayload({ bytes, headerLength, maskingKey, payload, textFrom }) {
  const key = pairs(maskingKey);
  const wire = pairs(bytes.hex).slice(headerLength);
  const plain = pairs(payload.hex).slice(0, MOST_BYTES);
  const characters = textFrom < 0 ? [] : charactersOf(plain, textFrom);
  const labels = key.length > 0 ? ['masked', 'key', 'unmasked'] : ['payload'];
  if (textFrom >= 0) labels.push('text');
  const stacks = plain.map((byte, i) => {
    const rows = key.length > 0 ? [wire[i] ?? '', key[i % 4] ?? '', byte] : [byte];
    if (textFrom >= 0) rows.push(characters[i] ?? '');
    return element('span', 'stack byte', ...rows.map((row) => element('span', null, row)));
  });
  const figure = element('div', `stacks ${key.length > 0 ? 'masked' : ''}`);
  figure.setAttribute('role', 'img');
  const masked = key.length > 0 ? `masked ${wire.slice(0, MOST_BYTES).join(' ')}, unmasked ` : '';
  figure.setAttribute('aria-label', `Payload: ${masked}${plain.join(' ')}`);
  figure.append(element('span', 'stack labels', ...labels.map((label) => element('span', null, label))), ...stacks);
  figure.append(...remainder(payload.length));
  return [figure];
}

/**
 * The characters of UTF-8 text, each at its first byte.
 *
 * @param {readonly string[]} bytes
 * @param {number} from
 */
function charactersOf(bytes, from) {
  const characters = bytes.map(() => '');
  const numbers = bytes.map((byte) => Number.parseInt(byte, 16));
  for (let at = from; at < numbers.length; ) {
    const first = numbers[at] ?? 0;
    const length = first < 0x80 ? 1 : first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const character = new TextDecoder().decode(Uint8Array.from(numbers.slice(at, at + length)));
    // U+2400 and what follows are pictures of the control characters.
    characters[at] = first < 0x20 ? String.fromCharCode(0x2400 + first) : first === 0x20 ? '␣' : character;
    at += length;
  }
  return characters;
}

/**
 * @param {string[]} headings
 * @param {(string | Node | readonly string[])[][]} rows each with the group of its field in front
 */
function showTable(headings, rows) {
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  head.append(...headings.map((heading) => element('th', null, heading)));
  for (const th of head.cells) th.setAttribute('scope', 'col');
  const body = table.createTBody();
  for (const [group, name, ...cells] of rows) {
    const row = body.insertRow();
    row.className = String(group);
    const th = element('th', null, /** @type {string | Node} */ (name));
    th.setAttribute('scope', 'row');
    row.append(th);
    for (const cell of cells) {
      const isSections = Array.isArray(cell);
      const td = element('td', isSections ? 'sections' : null);
      td.append(isSections ? showSections(cell) : /** @type {string | Node} */ (cell));
      row.append(td);
    }
  }
  table.className = `columns-${headings.length}`;
  return table;
}

/** @param {readonly string[]} sections */
function showSections(sections) {
  const list = element('span', 'sections');
  for (const section of sections) {
    const link = document.createElement('a');
    link.href = `https://www.rfc-editor.org/rfc/rfc6455#section-${section}`;
    link.textContent = `§${section}`;
    link.target = '_blank';
    link.rel = 'noopener';
    list.append(link, ' ');
  }
  return list;
}

/** @param {Excerpt} bytes */
function foldedBytes(bytes) {
  const details = document.createElement('details');
  const summary = element('summary', null, `The ${countBytes(bytes.length)} in hexadecimal`);
  details.append(summary, element('p', 'bytes', spaced(bytes)));
  return details;
}

/** @param {Excerpt} bytes */
function spaced({ hex, length }) {
  return pairs(hex).join(' ') + (length > hex.length / 2 ? ` … ${countBytes(length)} in all` : '');
}

/** @param {number} length */
function remainder(length) {
  return length > MOST_BYTES ? [element('span', 'remainder', `… and ${countBytes(length - MOST_BYTES)} more`)] : [];
}

/** @param {string} hex */
function pairs(hex) {
  return hex.match(/../g) ?? [];
}

/** @param {number} count */
function countBytes(count) {
  return count === 1 ? '1 byte' : `${count.toLocaleString('en')} bytes`;
}
