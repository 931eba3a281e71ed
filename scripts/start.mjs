// npm start: builds the packages and runs the example `start` with the arguments that follow `--`.
import { buildPackages } from './lib/build.mjs';
import { listExamples } from './lib/examples.mjs';
import { runTypeScript } from './lib/typescript.mjs';

const start = listExamples().find(({ name }) => name === 'start');
if (start === undefined) throw new Error('there is no example named start');
await buildPackages();
await runTypeScript(start.path, process.argv.slice(2));
