// Property tests try the same cases on every run, so that a change is judged by what it changes; FAST_CHECK_SEED=$RANDOM tries others.
// What fc.configureGlobal does, without loading the library for specs that have no use for it.
const { FAST_CHECK_SEED: seed = '20261123' } = process.env;
globalThis[Symbol.for('fast-check/GlobalParameters')] = { seed: Number(seed) };
