/** The packages that an example on a page can import: those that run in a browser. */
const packages: Readonly<Record<string, () => Promise<object>>> = {
  '@rfc6455/close-codes': () => import('@rfc6455/close-codes'),
  '@rfc6455/connection': () => import('@rfc6455/connection'),
  '@rfc6455/frame': () => import('@rfc6455/frame'),
  '@rfc6455/handshake': () => import('@rfc6455/handshake'),
  '@rfc6455/reconnect': () => import('@rfc6455/reconnect'),
  '@rfc6455/uri': () => import('@rfc6455/uri'),
};

/** @throws {Error} for a package that is not among them */
export function loadPackage(name: string): Promise<object> {
  const load = packages[name];
  if (load === undefined)
    throw new Error(`cannot import '${name}' on a page; there are ${Object.keys(packages).join(', ')}`);
  return load();
}
