import { ConsoleLogger } from '@nestjs/common';

/** What the framework says of its own start: a line for each module and route, of use to nobody who runs the service. */
const FRAMEWORK = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/** One line an event, fields instead of sentences; JSON unless a person is watching. */
export class EventLogger extends ConsoleLogger {
  constructor(json: boolean) {
    super({
      json,
      colors: !json,
      structuredParams: true,
      flattenParams: true,
      logLevels: ['log', 'warn', 'error', 'fatal'],
    });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    if (typeof context === 'string' && FRAMEWORK.has(context)) return;
    super.log(message, ...rest);
  }
}
