/** `npm start`: serves the site, and on it a page that shows your browser's WebSocket connection frame by frame. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type StartServer, startServer } from './start-server.ts';

const SITE = fileURLToPath(new URL('../../docs/.vitepress/dist', import.meta.url));
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
      return await startServer(port, SITE);
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
  if (!existsSync(SITE)) throw new Error('The site is not built: npm start builds it.');
  const server = await start(readPort());
  const stop = async () => {
    await server.close();
    process.exit();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  console.log('\nOpen one of these in a browser. Ctrl-C ends it.\n');
  console.log(`  ${server.url}      the site`);
  console.log(`  ${server.url}live  every frame of your browser's WebSocket connection to this server\n`);
} catch (error) {
  console.error(`${(error as Error).message}\n${USAGE}`);
  process.exitCode = 1;
}
