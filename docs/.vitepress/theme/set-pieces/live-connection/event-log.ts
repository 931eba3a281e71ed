/** The events of a live connection on the page: which there are, and which of them are open. */
import { type Reactive, reactive, type ShallowRef, shallowRef } from 'vue';
import { insertEvent, type ShownEvent } from './shown-event.ts';

/** How many events stay on the page. */
const MOST_EVENTS = 300;

export interface Entry extends ShownEvent {
  readonly key: number;
}

export interface EventLog {
  readonly entries: ShallowRef<readonly Entry[]>;
  /** The keys of the entries that are open. */
  readonly opened: Reactive<Set<number>>;
  /** The last summaries, in the order in which they came. */
  readonly said: ShallowRef<readonly string[]>;
  /** The key of the last entry when a control was used: what comes after it stays in view, until somebody looks elsewhere. */
  readonly seen: ShallowRef<number | undefined>;
  add(event: ShownEvent): void;
  toggle(key: number): void;
  clear(): void;
  /** A control is used. What was open because it was new is folded: what follows is newer. */
  turn(): void;
}

export function useEventLog(): EventLog {
  const entries = shallowRef<readonly Entry[]>([]);
  const opened = reactive(new Set<number>());
  /** Those that are open because they are new. */
  const fresh = new Set<number>();
  const said = shallowRef<readonly string[]>([]);
  const seen = shallowRef<number>();
  let keys = 0;
  return {
    entries,
    opened,
    said,
    seen,
    add(event) {
      const entry = { ...event, key: keys++ };
      const all = insertEvent(entries.value, entry);
      for (const { key } of all.slice(0, -MOST_EVENTS)) opened.delete(key);
      entries.value = all.slice(-MOST_EVENTS);
      opened.add(entry.key);
      fresh.add(entry.key);
      said.value = [...said.value, `${entry.from}: ${entry.summary}`].slice(-20);
    },
    toggle(key) {
      fresh.delete(key);
      if (!opened.delete(key)) opened.add(key);
    },
    clear() {
      entries.value = [];
      opened.clear();
      fresh.clear();
    },
    turn() {
      seen.value = entries.value.at(-1)?.key ?? -1;
      for (const key of fresh) opened.delete(key);
      fresh.clear();
    },
  };
}
