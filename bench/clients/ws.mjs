// @ts-nocheck: it imports a package that has no types.
// npm's ws. WS_NO_BUFFER_UTIL decides whether it uses bufferutil.
import { createRequire } from 'node:module';
import { createTask, port } from './task.mjs';

const { WebSocket } = createRequire(`${process.env.PEERS}/`)('ws');
const socket = new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate: false });
const task = createTask((data) => socket.send(data));
// As text it would have to be decoded to be of use to a program, so it is.
socket.on('message', (data, isBinary) => task(isBinary ? data : data.toString()));
socket.on('open', () => console.log('open'));
