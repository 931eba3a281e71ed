/**
 * What is tried after a refusal: the target of a redirect, or the same one with credentials.
 *
 * RFC 6455 §4.1 (response, item 1): 401 and 3xx are handled per HTTP. RFC 9110 §15.4, §11.6.1.
 */
import type { HeaderList } from '@rfc6455/handshake';
import type { Attempt } from './attempt.ts';
import type { ConnectErrorCode } from './connect-error.ts';
import type { ConnectOptions } from './connect-options.ts';
import { formatCredentials } from './credentials.ts';
import type { RefusalError } from './refusal-error.ts';
import { isSameOrigin, redirected, type Target } from './target.ts';
import { prepareTls, type TlsOptions, withoutIdentity } from './tls-options.ts';

/** One request: whom it is for, and what goes along with it. */
export interface Inquiry {
  readonly target: Target;
  readonly headers: HeaderList;
  readonly tls: TlsOptions;
}

const REDIRECTS: ReadonlySet<number> = /* @__PURE__ */ new Set([301, 302, 303, 307, 308]);

/** Answers the refusals of one attempt. */
export class Refused {
  readonly #options: ConnectOptions;
  readonly #attempt: Attempt;
  #redirects = 0;
  #authenticated = false;

  constructor(options: ConnectOptions, attempt: Attempt) {
    this.#options = options;
    this.#attempt = attempt;
  }

  /**
   * What to ask for next.
   *
   * @throws the refusal when there is nothing more to be tried; ConnectError when a redirect must not be followed
   */
  async next(refusal: RefusalError, inquiry: Inquiry): Promise<Inquiry> {
    if (refusal.status === 401) return this.#authenticate(refusal, inquiry);
    const { maxRedirects = 0 } = this.#options;
    if (!REDIRECTS.has(refusal.status) || maxRedirects === 0) throw refusal;
    if (this.#redirects === maxRedirects) throw this.#error('TOO_MANY_REDIRECTS', `${maxRedirects}`, refusal);
    this.#redirects += 1;
    return this.#redirect(refusal, inquiry);
  }

  /** Asks whoever has credentials, once: a server that wants others does not get to ask forever. */
  async #authenticate(refusal: RefusalError, inquiry: Inquiry): Promise<Inquiry> {
    const { authenticate } = this.#options;
    if (authenticate === undefined || this.#authenticated) throw refusal;
    this.#authenticated = true;
    // The time that a person needs is not the server's.
    this.#attempt.stopClock();
    const credentials = await this.#attempt.step<Awaited<ReturnType<typeof authenticate>>>(({ done, fail }) => {
      Promise.resolve(authenticate(refusal, inquiry.target.uri)).then(done, fail);
      return () => {};
    });
    if (credentials === undefined) throw refusal;
    const authorization = ['Authorization', formatCredentials('authenticate', credentials)] as const;
    const others = inquiry.headers.filter(([name]) => name.toLowerCase() !== 'authorization');
    return { ...inquiry, headers: [...others, authorization] };
  }

  #redirect(refusal: RefusalError, { target, headers, tls }: Inquiry): Inquiry {
    const next = this.#follow(refusal, target);
    if (target.uri.secure && !next.uri.secure) throw this.#error('REDIRECT_INSECURE', 'it is not followed', refusal);
    if (isSameOrigin(target, next)) return { target: next, headers, tls };
    // What was meant for one server is not for another, whatever the fields are named.
    return { target: next, headers: [], tls: next.uri.secure ? prepareTls(withoutIdentity(tls)) : tls };
  }

  #follow(refusal: RefusalError, from: Target): Target {
    const { location } = refusal;
    if (location === undefined) throw this.#error('REDIRECT_INVALID', 'there is no Location', refusal);
    try {
      return redirected(from, location);
    } catch {
      // What is wrong with it would quote it, and there may be a token in it.
      throw this.#error('REDIRECT_INVALID', 'the Location is no URI of a WebSocket', refusal);
    }
  }

  #error(code: ConnectErrorCode, detail: string, refusal: RefusalError): Error {
    return this.#attempt.error(code, detail, refusal);
  }
}
