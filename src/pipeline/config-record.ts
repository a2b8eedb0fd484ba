import type { OnApplicationBootstrap } from '@nestjs/common';
import type { AuditLog } from '../api/ports.ts';
import type { Clock } from '../clock.ts';

export interface ConfigRecordParts {
  readonly audit: AuditLog;
  readonly clock: Clock;
  /** SHA-256 of the configuration without its secrets. */
  readonly hash: string;
  readonly version: string;
}

/** Writes down with which configuration and version this process began. */
export class ConfigRecord implements OnApplicationBootstrap {
  constructor(private readonly parts: ConfigRecordParts) {}

  async onApplicationBootstrap(): Promise<void> {
    const { audit, clock, hash, version } = this.parts;
    await audit.record({
      atMs: clock.now(),
      actor: 'gauger',
      action: 'config.load',
      subject: hash,
      details: { version },
    });
  }
}
