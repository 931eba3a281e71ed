// npm start: builds the packages and runs examples/start.ts with the arguments that follow `--`.
import { join } from 'node:path';
import { buildPackages } from './lib/build.mjs';
import { runTypeScript } from './lib/typescript.mjs';
import { root } from './lib/workspace.mjs';

await buildPackages();
await runTypeScript(join(root, 'examples', 'start.ts'), process.argv.slice(2));
