// The WebSocket of undici, which is also the global one of Node.
import { WebSocket } from 'undici';
import { createTask, port } from './task.mjs';

const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
// By default binary messages are a Blob, which takes longer.
socket.binaryType = 'arraybuffer';
const task = createTask((data) => socket.send(data));
/** @param {{ data: any }} event */
socket.onmessage = ({ data }) => task(data);
socket.onopen = () => console.log('open');
