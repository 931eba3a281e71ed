/**
 * Work that is put off to the end of the current turn of the event loop, so that all that is sent in one turn leaves in
 * one write.
 */

/** Something with work to do at the end of a turn. */
export interface TurnTask {
  endTurn(): void;
}

let waiting: TurnTask[] = [];

/** Has the task's work done at the end of this turn. The caller sees to it that it asks once a turn. */
export function atEndOfTurn(task: TurnTask): void {
  if (waiting.length === 0) setImmediate(runAll);
  waiting.push(task);
}

function runAll(): void {
  const tasks = waiting;
  waiting = [];
  let done = 0;
  try {
    while (done < tasks.length) tasks[done++]!.endTurn();
  } finally {
    // A stream of the user's threw, who may go on with the rest: nobody asks again for the tasks that have not run.
    if (done < tasks.length) for (const task of tasks.slice(done)) atEndOfTurn(task);
  }
}
