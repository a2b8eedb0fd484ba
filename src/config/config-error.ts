/** One thing wrong with a configuration: where, what, and how to put it right. Never holds a secret's value. */
export interface Problem {
  /** The file's path, or `environment` for a variable. */
  readonly file: string;
  /** From 1; absent for a variable or a file that could not be read. */
  readonly line?: number;
  readonly column?: number;
  /** `scrape_configs[0].scrape_timeout`, or the variable's name; empty for the file as a whole. */
  readonly key: string;
  /** What is wrong, then the remedy. */
  readonly message: string;
}

/** `gauger.yaml:12:5: scrape_configs[0].job_name: is missing; ...`: the form that editors and terminals make clickable. */
export function problemText({ file, line, column, key, message }: Problem): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return key === '' ? `${place}: ${message}` : `${place}: ${key}: ${message}`;
}

/** The configuration cannot be used. Carries every problem, not just the first. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
  }
}
