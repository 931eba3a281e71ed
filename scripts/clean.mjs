// Removes the folders named on the command line: a build never mixes with what an older one left.
import { rmSync } from 'node:fs';

for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true });
