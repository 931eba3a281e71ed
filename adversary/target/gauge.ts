/** What an attack costs the process that it runs in: memory at its peak, and the longest time without a turn of the event loop. */
import { readFileSync, writeFileSync } from 'node:fs';

const INTERVAL = 5;

/** What was measured. Sizes are in bytes, times in milliseconds. */
export interface Figures {
  /** How much larger the process was at its peak than at the start. */
  readonly growth: number;
  /**
   * The longest time in which the event loop did not come round although this process was running: time in which the
   * machine let others run does not count.
   */
  readonly longestBlock: number;
  /** The same, whoever ran. */
  readonly longestPause: number;
}

/** One measurement. */
export class Gauge {
  readonly #start: number;
  readonly #timer: NodeJS.Timeout;
  #peak: number;
  #longestBlock = 0;
  #longestPause = 0;
  #last: number;
  #cpu: NodeJS.CpuUsage;

  constructor() {
    globalThis.gc?.();
    resetPeak();
    this.#start = process.memoryUsage.rss();
    this.#peak = this.#start;
    this.#last = performance.now();
    this.#cpu = process.cpuUsage();
    this.#timer = setInterval(() => this.#tick(), INTERVAL);
  }

  /** Ends the measurement. */
  stop(): Figures {
    this.#tick();
    clearInterval(this.#timer);
    return {
      growth: Math.max(this.#peak, readPeak()) - this.#start,
      longestBlock: this.#longestBlock,
      longestPause: this.#longestPause,
    };
  }

  #tick(): void {
    const now = performance.now();
    const { user, system } = process.cpuUsage(this.#cpu);
    const pause = now - this.#last - INTERVAL;
    this.#longestPause = Math.max(this.#longestPause, pause);
    this.#longestBlock = Math.max(this.#longestBlock, Math.min(pause, (user + system) / 1000));
    this.#peak = Math.max(this.#peak, process.memoryUsage.rss());
    this.#last = now;
    this.#cpu = process.cpuUsage();
  }
}

/** Starts the system's own record of the peak over again, on Linux. Elsewhere the samples have to do. */
function resetPeak(): void {
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
}

function readPeak(): number {
  if (process.platform !== 'linux') return 0;
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1]);
}
