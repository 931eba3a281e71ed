/** The target, seen from the tests: started, ordered about, listened to. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EndReport, ErrorReport } from '../target/error-report.ts';
import type { Answer, Commands, Order, TargetEvent } from '../target/main.ts';

const PROGRAM = fileURLToPath(new URL('../../reports/adversary/target.mjs', import.meta.url));

/** A command of the target that was refused. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  readonly report: ErrorReport;

  constructor(report: ErrorReport) {
    super(report.inspected);
    this.report = report;
  }
}

interface Call {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** A process that runs our servers and clients. */
export class TargetProcess {
  readonly #child: ChildProcess;
  readonly #calls = new Map<number, Call>();
  readonly #opened = new Set<string>();
  readonly #ends = new Map<string, EndReport>();
  readonly #violations = new Map<string, ErrorReport>();
  #waiting: (() => void)[] = [];
  #count = 0;
  /** What the process did not handle: thrown errors, rejected promises, warnings. */
  readonly unhandled: ErrorReport[] = [];
  /** What servers reported outside any socket. */
  readonly serverErrors: ErrorReport[] = [];
  /** How it ended, if it did. */
  exit: string | undefined;

  constructor() {
    this.#child = fork(PROGRAM, { execArgv: ['--expose-gc'], serialization: 'advanced' });
    this.#child.on('message', (message: Answer | TargetEvent) => {
      if ('event' in message) this.#happened(message);
      else this.#answered(message);
    });
    this.#child.on('exit', (code, signal) => {
      this.exit = `ended with ${signal ?? code}`;
      for (const { reject } of this.#calls.values()) reject(new Error(`the target ${this.exit}`));
      this.#wake();
    });
  }

  /** Has the target do something. */
  call<K extends keyof Commands>(name: K, ...args: Parameters<Commands[K]>): Promise<Awaited<ReturnType<Commands[K]>>> {
    if (this.exit !== undefined) return Promise.reject(new Error(`the target ${this.exit}`));
    const order: Order = { call: this.#count++, name, args };
    return new Promise((resolve, reject) => {
      this.#calls.set(order.call, { resolve: resolve as (result: unknown) => void, reject });
      this.#child.send(order);
    });
  }

  /** Waits until a socket is open. */
  async opened(id: string): Promise<void> {
    await this.#until(() => this.#opened.has(id));
  }

  /** Waits until a socket is closed, and returns how it ended. */
  async end(id: string): Promise<EndReport> {
    await this.#until(() => this.#ends.has(id));
    return this.#ends.get(id)!;
  }

  /** Whether a socket is closed. */
  hasEnded(id: string): boolean {
    return this.#ends.has(id);
  }

  /** What the peer of a socket did wrong, as the application was told. */
  violation(id: string): ErrorReport | undefined {
    return this.#violations.get(id);
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#until(() => this.exit !== undefined);
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.exit !== undefined) throw new Error(`the target ${this.exit}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #happened(event: TargetEvent): void {
    if (event.event === 'opened') this.#opened.add(event.id);
    else if (event.event === 'closed') this.#ends.set(event.id, event.report);
    else if (event.event === 'violation') this.#violations.set(event.id, event.error);
    else if (event.event === 'serverError') this.serverErrors.push(event.error);
    else this.unhandled.push(event.error);
    this.#wake();
  }

  #answered({ call, result, error }: Answer): void {
    const waiting = this.#calls.get(call);
    this.#calls.delete(call);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new TargetError(error));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
