// node scripts/run-ts.mjs FILE [arguments]: runs a TypeScript file on any supported Node.
import { runTypeScript } from './lib/typescript.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node scripts/run-ts.mjs FILE [arguments]');
  process.exit(2);
}
await runTypeScript(file, args);
