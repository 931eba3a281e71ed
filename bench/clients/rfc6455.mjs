// Ours, as its README shows it, from the built packages.
import { connect } from '@rfc6455/client';
import { createTask, port } from './task.mjs';

const socket = await connect(`ws://127.0.0.1:${port}/`, {
  heartbeat: false,
  message: (_socket, data) => task(data),
});
const task = createTask((data) => socket.send(data));
console.log('open');
