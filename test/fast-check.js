// fast-check for the specs. Property tests try the same cases on every run, so that a change is judged by what it changes; with
// FAST_CHECK_SEED=$RANDOM they try others.
import fc from '../node_modules/fast-check/lib/fast-check.js';

const { FAST_CHECK_SEED: seed = '20261123' } = process.env;
fc.configureGlobal({ seed: Number(seed) });

export * from '../node_modules/fast-check/lib/fast-check.js';
export default fc;
