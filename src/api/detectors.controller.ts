import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { runbookUrl } from '../core/alerts/runbook.ts';
import { coverage } from '../core/detectors/coverage.ts';
import { DETECTORS } from '../core/detectors/registry.ts';
import { Answers } from './answers.ts';
import { Needs } from './needs.ts';
import { Settings, SignalReader } from './ports.ts';
import { DetectorList, detectorJson } from './schemas/detector-schemas.ts';
import { signalPresence } from './signal-presence.ts';

/** Which detectors are armed, warming up or blind, and why. */
@ApiTags('detectors')
@Needs('viewer')
@Controller('api/v1/detectors')
export class DetectorsController {
  constructor(
    private readonly signals: SignalReader,
    private readonly settings: Settings,
  ) {}

  @Get()
  @Answers('Detectors: what each sees, needs and misses', DetectorList)
  list(): z.infer<typeof DetectorList> {
    const { detectors, runbookUrl: base } = this.settings;
    const covered = coverage(DETECTORS, signalPresence(this.signals, this.settings.warmUpMs));
    return {
      items: covered.flatMap((one, index) => {
        const detector = DETECTORS[index];
        if (detector === undefined) return [];
        return [detectorJson(detector, one, detectors[detector.id], runbookUrl(detector.id, base))];
      }),
    };
  }
}
