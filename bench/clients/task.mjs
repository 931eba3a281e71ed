// What a client does in the benchmark, whatever its library. The first message is sent back, so that the peer can compare
// it; it is also what is sent later.
//
// receive: every message is counted, and after each batch of them a text says so.
// send: every message is answered with a batch of messages, sent in one turn.

/**
 * @param {(data: any) => unknown} send
 * @returns {(data: any) => void} what to do with a message
 */
export function createTask(send) {
  const [, , , direction, batch] = process.argv;
  const perBatch = Number(batch);
  /** @type {any} */
  let first;
  let count = 0;
  if (direction === 'receive') {
    return (data) => {
      if (first === undefined) {
        first = data;
        send(data);
      } else if (++count % perBatch === 0) {
        send('more');
      }
    };
  }
  return (data) => {
    if (first === undefined) {
      first = data;
      send(data);
    } else {
      for (let i = 0; i < perBatch; i++) send(first);
    }
  };
}

export const port = process.argv[2];
