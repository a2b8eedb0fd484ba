import { Controller, Get, HttpStatus } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Readiness } from '../observe/readiness.ts';
import { Open } from './open.ts';
import { ProblemException, problem } from './problem.ts';

/** For Kubernetes' probes. Open: a probe brings no token. */
@Open()
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(): Promise<{ status: 'ok' }> {
    const missing = await this.readiness.missing();
    if (missing.length === 0) return { status: 'ok' };
    throw new ProblemException(problem(HttpStatus.SERVICE_UNAVAILABLE, missing.join(' ')));
  }
}
