// npm run example -- NAME [arguments]: builds the packages and runs an example. Without a name it lists the examples.
import { buildPackages } from './lib/build.mjs';
import { listExamples } from './lib/examples.mjs';
import { runTypeScript } from './lib/typescript.mjs';

const examples = listExamples();
const [name, ...args] = process.argv.slice(2);
const example = examples.find((each) => each.name === name);

if (example !== undefined) {
  await buildPackages();
  await runTypeScript(example.path, args);
} else {
  if (name !== undefined) console.error(`There is no example ${JSON.stringify(name)}.\n`);
  console.log('npm run example -- NAME [arguments]\n');
  const width = Math.max(0, ...examples.map((each) => each.name.length));
  for (const each of examples) console.log(`  ${each.name.padEnd(width)}  ${each.about}`);
  process.exitCode = name === undefined ? 0 : 1;
}
