/** Measures one peer in one workload, and prints the figures: `run.ts WORKLOAD PEER MS`. */
import { type Cases, measureCases } from './bench.ts';

const [workload, peer, ms] = process.argv.slice(2);
const { cases } = (await import(`./${workload}.ts`)) as { cases: Cases };
const make = cases[peer!];
if (make === undefined) throw new Error(`no ${peer} in ${workload}`);
console.log(JSON.stringify(await measureCases(await make(), Number(ms))));
