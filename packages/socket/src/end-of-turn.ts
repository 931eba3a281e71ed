/**
 * Work that is put off to the end of the current turn of the event loop, so that all that is sent in one turn leaves in
 * one write.
 */

let waiting: (() => void)[] = [];

/** Has the task run at the end of this turn. The caller sees to it that it asks once a turn. */
export function atEndOfTurn(task: () => void): void {
  if (waiting.length === 0) setImmediate(runAll);
  waiting.push(task);
}

function runAll(): void {
  const tasks = waiting;
  waiting = [];
  for (const task of tasks) task();
}
