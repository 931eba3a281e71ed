// npm run example -- NAME [arguments]: builds the packages and runs examples/NAME.ts. Without a name it lists the examples.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackages } from './lib/build.mjs';
import { runTypeScript } from './lib/typescript.mjs';
import { root } from './lib/workspace.mjs';

const folder = join(root, 'examples');
const names = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .sort();
const [name, ...args] = process.argv.slice(2);

if (name !== undefined && names.includes(name)) {
  await buildPackages();
  await runTypeScript(join(folder, `${name}.ts`), args);
} else {
  if (name !== undefined) console.error(`There is no example ${JSON.stringify(name)}.\n`);
  console.log('npm run example -- NAME [arguments]\n');
  const width = Math.max(0, ...names.map((each) => each.length));
  for (const each of names) {
    const [, about = ''] = /^\/\/ ?(.*)$/m.exec(readFileSync(join(folder, `${each}.ts`), 'utf8')) ?? [];
    console.log(`  ${each.padEnd(width)}  ${about}`);
  }
  process.exitCode = name === undefined ? 0 : 1;
}
