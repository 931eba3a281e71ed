/** Property tests draw the same values for each mutant: otherwise a score would change from run to run. */
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: 6455 });
