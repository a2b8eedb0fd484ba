import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { FileSdConfig } from '../config/discovery-section.ts';
import { errorCode } from '../config/error-code.ts';
import type { Labels } from '../core/model/labels.ts';
import type { Discovery, DiscoveryListener } from './discovery.ts';
import { groupTargets } from './static-discovery.ts';
import { readTargetGroups } from './target-groups.ts';

/** How often files are looked at. By asking and not by waiting for events: those do not come from network and configuration mounts. */
const POLL_MS = 5_000;

interface KnownFile {
  /** Changes when the file does. */
  readonly version: string;
  readonly targets: readonly Labels[];
  /** Why it could not be read; the targets are then those of its last good state. */
  readonly problem?: string;
}

/** `file_sd_configs`: targets from JSON and YAML files, read again when they change. A file that breaks keeps its last good targets. */
export class FileDiscovery implements Discovery {
  private readonly controller = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private known: ReadonlyMap<string, KnownFile> = new Map();

  constructor(
    private readonly config: FileSdConfig,
    private readonly clock: Clock,
  ) {}

  start(listener: DiscoveryListener): void {
    this.running = this.run(listener);
  }

  async stop(): Promise<void> {
    this.controller.abort();
    await this.running;
  }

  private async run(listener: DiscoveryListener): Promise<void> {
    const { signal } = this.controller;
    while (!signal.aborted) {
      await this.refresh(listener);
      await this.clock.sleep(Math.min(POLL_MS, this.config.refreshIntervalMs), signal);
    }
  }

  private async refresh(listener: DiscoveryListener): Promise<void> {
    const paths = (await Promise.all(this.config.files.map(filesOf))).flat();
    const known = new Map<string, KnownFile>();
    for (const path of new Set(paths)) known.set(path, await readKnown(path, this.known.get(path)));
    const same = known.size === this.known.size && [...known].every(([path, file]) => this.known.get(path) === file);
    if (same || this.controller.signal.aborted) return;
    this.known = known;
    listener.found([...known.values()].flatMap(({ targets }) => targets));
    const [problem] = [...known.values()].flatMap((file) => file.problem ?? []);
    if (problem !== undefined) listener.failed(problem);
  }
}

/** The files that a path names; a `*` may stand in its last part. */
async function filesOf(pattern: string): Promise<string[]> {
  const [before = '', after] = basename(pattern).split('*');
  if (after === undefined) return [pattern];
  const names = await readdir(dirname(pattern)).catch(() => []);
  return names
    .filter((name) => name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after))
    .sort()
    .map((name) => join(dirname(pattern), name));
}

/** The file as it is now: the very same object while it has not changed. */
async function readKnown(path: string, last: KnownFile | undefined): Promise<KnownFile> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    const version = `${mtimeMs}:${size}:${ino}`;
    if (last?.version === version) return last;
    const result = readTargetGroups(path, await readFile(path, 'utf8'));
    if (!result.ok) return { version, targets: last?.targets ?? [], problem: result.reason };
    return { version, targets: result.groups.flatMap((group) => groupTargets(group, { __meta_filepath: path })) };
  } catch (error) {
    const version = errorCode(error);
    if (last?.version === version) return last;
    // A file that is gone has no targets; one that cannot be read keeps them.
    return {
      version,
      targets: version === 'ENOENT' ? [] : (last?.targets ?? []),
      problem: `${path}: cannot be read (${version})`,
    };
  }
}
