import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Identity } from './access/identity.ts';
import { RateLimits } from './access/rate-limits.ts';
import { TokenKeeper } from './access/token-keeper.ts';
import { AlertActionsController } from './alert-actions.controller.ts';
import { AlertmanagerController } from './alertmanager.controller.ts';
import { AlertmanagerSilencesController } from './alertmanager-silences.controller.ts';
import { AlertsController } from './alerts.controller.ts';
import { AuditController } from './audit.controller.ts';
import { BaselineController } from './baseline.controller.ts';
import { BaselineExportController } from './baseline-export.controller.ts';
import { BaselinesController } from './baselines.controller.ts';
import { DetectorsController } from './detectors.controller.ts';
import { EvidenceController } from './evidence.controller.ts';
import { HealthController } from './health.controller.ts';
import { IncidentsController } from './incidents.controller.ts';
import { AgentServer } from './mcp/agent-server.ts';
import { McpController } from './mcp/mcp.controller.ts';
import { MetricsController } from './metrics.controller.ts';
import { ReceiversController } from './receivers.controller.ts';
import { SignalHistoryController } from './signal-history.controller.ts';
import { SignalsController } from './signals.controller.ts';
import { SilencesController } from './silences.controller.ts';
import { StatusController } from './status.controller.ts';
import { StreamController } from './stream.controller.ts';
import { TargetsController } from './targets.controller.ts';
import { TokenGuard } from './token-guard.ts';
import { TokensController } from './tokens.controller.ts';
import { WriteController } from './write.controller.ts';

/** The REST API over the ports of `ports.ts`, which other modules provide. */
@Module({
  controllers: [
    AlertsController,
    AlertActionsController,
    EvidenceController,
    IncidentsController,
    SilencesController,
    AuditController,
    SignalsController,
    SignalHistoryController,
    BaselineExportController,
    BaselinesController,
    BaselineController,
    StreamController,
    TargetsController,
    ReceiversController,
    DetectorsController,
    StatusController,
    AlertmanagerController,
    AlertmanagerSilencesController,
    HealthController,
    MetricsController,
    TokensController,
    McpController,
    WriteController,
  ],
  providers: [RateLimits, Identity, TokenKeeper, AgentServer, { provide: APP_GUARD, useClass: TokenGuard }],
  exports: [RateLimits],
})
export class ApiModule {}
