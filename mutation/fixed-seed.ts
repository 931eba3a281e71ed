/**
 * Property tests draw the same values for each mutant: otherwise a score would change from run to run. The first value
 * that fails is enough: nobody reads which would be the simplest.
 */
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: 6455, endOnFailure: true });
