/** Prints the ledger. */
import { report } from './report.ts';

report();
