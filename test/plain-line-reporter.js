import { writeSync } from 'node:fs';

const STDOUT = 1;

/** Closes a test run with one plain line that people and scripts can read: `N passed, N failed`, and what was skipped. */
export default class PlainLineReporter {
  onRunComplete(_, results) {
    // A file that does not even load holds tests nobody counted: it is a failure of its own.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const more = skipped === 0 ? '' : `, ${skipped} skipped`;
    // Jest's own summary comes after all other reporters; only at the exit is this line the last one.
    process.once('exit', () => writeSync(STDOUT, `\n${results.numPassedTests} passed, ${failed} failed${more}\n`));
  }
}
