import { readFileSync, statSync } from 'node:fs';
import { inspect } from 'node:util';
import { errorCode } from './error-code.ts';

const HIDDEN = '<secret>';

/** Where a secret comes from: a file that may change under our feet (a mounted Kubernetes secret), or the text itself. */
export type SecretSource = { readonly file: string } | { readonly text: string };

/**
 * A password, token or webhook address. Prints as `<secret>` wherever it is printed; only `read` gives it away.
 * A file is read again when its modification time or size changes, and its outer white space is cut, as Prometheus does.
 */
export class Secret {
  readonly #source: SecretSource;
  #seen: { readonly version: string; readonly text: string } | undefined;

  constructor(source: SecretSource) {
    this.#source = source;
  }

  /** The path, where the secret lives in a file. */
  get file(): string | undefined {
    return 'file' in this.#source ? this.#source.file : undefined;
  }

  /** The value as it is now. Throws an `Error` that names the file when it cannot be read. */
  read(): string {
    return 'text' in this.#source ? this.#source.text : this.#readFile(this.#source.file);
  }

  #readFile(file: string): string {
    try {
      const { mtimeMs, size, ino } = statSync(file);
      const version = `${mtimeMs}:${size}:${ino}`;
      if (this.#seen?.version !== version) this.#seen = { version, text: readFileSync(file, 'utf8').trim() };
      return this.#seen.text;
    } catch (cause) {
      throw new Error(`cannot read the secret file ${file} (${errorCode(cause)})`, { cause });
    }
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
