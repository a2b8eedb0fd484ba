// A spec's modules run in a context of their own, where every look at a global goes through an interceptor: a hundred times slower, in
// hot loops thirteen times in all. A lexical declaration of the same name is found first, and is as quick as any variable.
import { AsyncLocalStorage } from 'node:async_hooks';
import { runInContext, runInNewContext } from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';
import { borrowDatabase } from './process-database.js';

/** Not `Date`, which specs may replace; what can't be configured can't be declared again. */
const LANGUAGE = runInNewContext(`Object.entries(Object.getOwnPropertyDescriptors(globalThis))
  .filter(([name, { configurable }]) => configurable && !['Date', 'console', 'globalThis'].includes(name))
  .map(([name]) => name)`);

/** Jest follows each spec file's tests with a storage of its own, which it never disables: every later promise pays for all of them. */
const storages = new Set();
const { enterWith, run } = AsyncLocalStorage.prototype;
Object.assign(AsyncLocalStorage.prototype, {
  enterWith(...given) {
    storages.add(this);
    return enterWith.apply(this, given);
  },
  run(...given) {
    storages.add(this);
    return run.apply(this, given);
  },
});

export default class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.borrowDatabase = borrowDatabase;
    runInContext(`const { ${[...LANGUAGE, 'Buffer'].join(', ')} } = globalThis;`, this.context);
  }

  async teardown() {
    for (const storage of storages) storage.disable();
    storages.clear();
    await super.teardown();
  }
}
