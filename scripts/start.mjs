// npm start: builds the site and runs the example `start`, which serves it, with the arguments that follow `--`.
import { buildSite } from './lib/build.mjs';
import { listExamples } from './lib/examples.mjs';
import { runTypeScript } from './lib/typescript.mjs';

const start = listExamples().find(({ name }) => name === 'start');
if (start === undefined) throw new Error('there is no example named start');
await buildSite();
await runTypeScript(start.path, process.argv.slice(2));
