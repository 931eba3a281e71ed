/** Which proxy is for a URI: by the environment, or by a script for proxy autoconfiguration. RFC 6455 §4.1, item 3. */
import { parseUri } from '@rfc6455/uri';
import type { ProxyFinder } from './proxy-uri.ts';

/**
 * Takes the proxy from the environment: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, also in lower case. It is
 * the package [`proxy-from-env`](https://www.npmjs.com/package/proxy-from-env) that reads them.
 *
 * There is no variable for ws and wss. So it is as RFC 6455 §4.1 says: a SOCKS5 proxy if there is one, else that for
 * HTTPS, else that for HTTP.
 *
 * @param getProxyForUrl from the package `proxy-from-env`: the proxy for an http or https URL, or an empty string
 * @returns for the option `proxy` of `connect`
 *
 * @example
 * ```ts
 * import { environmentProxy } from '@rfc6455/client';
 * import { getProxyForUrl } from 'proxy-from-env';
 *
 * const proxy = environmentProxy(getProxyForUrl);
 * process.env['HTTPS_PROXY'] = 'http://proxy.example:3128';
 * process.env['NO_PROXY'] = '.intranet.example';
 * proxy('wss://example.com/'); // => 'http://proxy.example:3128'
 * proxy('wss://wiki.intranet.example/'); // => undefined
 * ```
 */
export function environmentProxy(getProxyForUrl: (url: string) => string): ProxyFinder {
  if (typeof getProxyForUrl !== 'function') {
    throw new TypeError(
      'environmentProxy: expected getProxyForUrl of the package proxy-from-env (npm install proxy-from-env)',
    );
  }
  return (uri) => {
    const { host, port } = parseUri(uri);
    const found = ['https', 'http']
      .map((scheme) => getProxyForUrl(`${scheme}://${host}:${port}/`))
      .filter((proxy) => proxy !== '')
      .map(withScheme);
    return found.find((proxy) => /^socks/i.test(proxy)) ?? found[0];
  };
}

/**
 * Takes the proxies from a script for proxy autoconfiguration (PAC). It is the package
 * [`pac-resolver`](https://www.npmjs.com/package/pac-resolver) that runs it.
 *
 * The script is given the whole URI, resource name and all. Of what it may answer, `PROXY`, `HTTP`, `HTTPS`, `SOCKS`,
 * `SOCKS5` and `DIRECT` are understood. They are tried in their order until one can be used; one that refuses ends it.
 *
 * @param findProxyForUrl what `createPacResolver` returns
 * @returns for the option `proxy` of `connect`
 *
 * @example
 * ```ts
 * import { pacProxy } from '@rfc6455/client';
 * import { createPacResolver } from 'pac-resolver';
 * import { QuickJS } from 'quickjs-wasi';
 *
 * const script = `function FindProxyForURL(url, host) {
 *   return dnsDomainIs(host, '.intranet.example') ? 'DIRECT' : 'PROXY proxy.example:3128; SOCKS 10.0.0.1:1080';
 * }`;
 * const proxy = pacProxy(createPacResolver(await QuickJS.create(), script));
 * await proxy('wss://example.com/chat'); // => ['http://proxy.example:3128', 'socks5://10.0.0.1:1080']
 * await proxy('wss://wiki.intranet.example/'); // => ['direct:']
 * ```
 */
export function pacProxy(findProxyForUrl: (uri: string) => Promise<string | null | undefined>): ProxyFinder {
  if (typeof findProxyForUrl !== 'function') {
    throw new TypeError(
      'pacProxy: expected what createPacResolver of the package pac-resolver returns (npm install pac-resolver quickjs-wasi)',
    );
  }
  return async (uri) => {
    const answer = (await findProxyForUrl(uri)) ?? '';
    return answer
      .split(';')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .map(fromPac);
  };
}

const PAC_SCHEMES: Readonly<Record<string, string>> = {
  PROXY: 'http://',
  HTTP: 'http://',
  HTTPS: 'https://',
  SOCKS: 'socks5://',
  SOCKS5: 'socks5://',
};

function fromPac(entry: string): string {
  const [type = '', place = ''] = entry.split(/\s+/);
  if (type.toUpperCase() === 'DIRECT') return 'direct:';
  const scheme = PAC_SCHEMES[type.toUpperCase()];
  if (scheme === undefined || place === '')
    throw new TypeError('the script answers with a kind of proxy that is not known');
  return scheme + place;
}

/** Where a variable has no scheme, `proxy-from-env` takes that of the URL. Other programs take http, and so do we. */
function withScheme(proxy: string): string {
  const rest = proxy.slice(proxy.indexOf('://') + 3);
  const isBare = ['https_proxy', 'http_proxy', 'all_proxy'].some((name) => {
    return process.env[name] === rest || process.env[name.toUpperCase()] === rest;
  });
  return isBare ? `http://${rest}` : proxy;
}
