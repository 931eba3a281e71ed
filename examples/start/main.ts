/** `npm start`: opens the way to a page that shows a WebSocket connection frame by frame. */
import { parseArgs } from 'node:util';
import { type StartServer, startServer } from './start-server.ts';

const DEFAULT_PORT = 8080;
const USAGE = 'npm start [-- --port NUMBER]';

/** Reads the port that was asked for, if one was. */
function readPort(): number | undefined {
  const { port } = parseArgs({ options: { port: { type: 'string' } } }).values;
  if (port === undefined) return undefined;
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65535) return Number(port);
  throw new RangeError(`--port: expected a number from 0 to 65535, got ${JSON.stringify(port)}`);
}

/** Starts on the port that was asked for; without one on the first that is free from 8080 on. */
async function start(asked: number | undefined): Promise<StartServer> {
  for (let port = asked ?? DEFAULT_PORT; ; port++) {
    try {
      return await startServer(port);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const taken = code === 'EADDRINUSE' || code === 'EACCES';
      if (!taken) throw error;
      const why = code === 'EACCES' ? 'may not be used by you' : 'is taken';
      if (asked !== undefined) throw new Error(`Port ${port} ${why}. Choose another: npm start -- --port NUMBER`);
      if (port === DEFAULT_PORT + 20) throw new Error(`Ports ${DEFAULT_PORT} to ${port} are taken. ${USAGE}`);
      console.log(`Port ${port} ${why}.`);
    }
  }
}

try {
  const server = await start(readPort());
  const stop = async () => {
    await server.close();
    process.exit();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  console.log('\nOpen this page in a browser, and see every frame of a WebSocket connection. Ctrl-C ends it.\n');
  console.log(`  ${server.url}\n`);
} catch (error) {
  console.error(`${(error as Error).message}\n${USAGE}`);
  process.exitCode = 1;
}
