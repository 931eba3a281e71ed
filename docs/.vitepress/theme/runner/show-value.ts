/** Values as an example shows them: as Node prints them, and bytes in hexadecimal. */

/** The value on one line. */
export function showValue(value: unknown): string {
  return show(value, []);
}

/** Whether a value is what an example says: an expression, or the value as `showValue` prints it. A remark may follow after a colon. */
export function isShown(value: unknown, text: string): boolean {
  if (showValue(value) === text) return true;
  try {
    return showValue(new Function(`return (${text})`)()) === showValue(value);
  } catch {
    const colon = text.lastIndexOf(': ');
    return colon > 0 && isShown(value, text.slice(0, colon));
  }
}

/** What `console.log` prints. */
export function showPrinted(values: readonly unknown[]): string {
  return values.map((value) => (typeof value === 'string' ? value : showValue(value))).join(' ');
}

function show(value: unknown, above: readonly object[]): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `[Function: ${value.name || '(anonymous)'}]`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value !== 'object' || value === null) return String(value);
  if (above.includes(value)) return '[Circular]';
  return showObject(value, [...above, value]);
}

function showObject(value: object, above: readonly object[]): string {
  if (value instanceof Error) return `${value.name}${'code' in value ? ` ${value.code}` : `: ${value.message}`}`;
  if (value instanceof Uint8Array) return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Promise) return 'Promise';
  if (Array.isArray(value))
    return list(
      '[',
      value.map((item) => show(item, above)),
      ']',
    );
  const name = value.constructor?.name ?? '';
  if (value instanceof Map) {
    const entries = Array.from(value, ([key, item]) => `${show(key, above)} => ${show(item, above)}`);
    return list(`Map(${value.size}) {`, entries, '}');
  }
  if (value instanceof Set)
    return list(
      `Set(${value.size}) {`,
      Array.from(value, (item) => show(item, above)),
      '}',
    );
  const fields = Object.entries(value).map(([key, item]) => {
    return `${/^[\w$]+$/.test(key) ? key : quote(key)}: ${show(item, above)}`;
  });
  return list(name === 'Object' || name === '' ? '{' : `${name} {`, fields, '}');
}

function list(open: string, items: readonly string[], close: string): string {
  return items.length === 0 ? `${open}${close}` : `${open} ${items.join(', ')} ${close}`;
}

function quote(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return text.includes("'") && !text.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}
