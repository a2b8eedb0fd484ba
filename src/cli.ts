#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ConfigError } from './config/config-error.ts';
import { parseDuration } from './config/duration.ts';
import { ROLES } from './core/model/role.ts';
import { VERSION } from './version.ts';

/** Exit codes: the promise of the command line to scripts. */
const FAILED = 1;
const WRONG_USE = 2;

/** Longer than the default warm-up. */
const ATTACK_AFTER_MS = 45 * 60_000;

function duration(text: string): number {
  const parsed = parseDuration(text);
  if (parsed === undefined) throw new InvalidArgumentError('not a duration; write it like 30s, 5m or 1h30m');
  return parsed;
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError('not a port; give a number from 0 to 65535');
  }
  return Number(text);
}

function moment(text: string): number {
  const agoMs = parseDuration(text);
  const timeMs = agoMs === undefined ? Date.parse(text) : Date.now() - agoMs;
  if (Number.isNaN(timeMs)) throw new InvalidArgumentError('not a time; write it like 2026-01-31T08:00:00Z or 7d');
  return timeMs;
}

const CONFIG = ['--config <file>', 'gauger.yaml to use (default: $GAUGER_CONFIG, then ./gauger.yaml)'] as const;

type Run = (code: Promise<number>) => Promise<void>;

// Each command is loaded only when it runs: `gauger check` starts no web framework.
function program(run: Run): Command {
  const gauger = new Command('gauger')
    .description('Watches the GPUs and the tokens of an AI-inference cluster.')
    .version(VERSION)
    .exitOverride();
  liveCommands(gauger, run);
  logCommands(gauger, run);
  careCommands(gauger, run);
  auditCommands(gauger.command('audit').description('what people and configurations did'), run);
  tokenCommands(gauger.command('token').description('tokens for the API: make, list, revoke'), run);
  pointToHelp(gauger, 'gauger');
  return gauger;
}

/** What was used wrongly says where its own help is. */
function pointToHelp(command: Command, words: string): void {
  command.showHelpAfterError(`See ${words} --help.`);
  for (const one of command.commands) pointToHelp(one, `${words} ${one.name()}`);
}

/** What runs until it is asked to end. */
function liveCommands(gauger: Command, run: Run): void {
  gauger
    .command('serve')
    .description('scrape, learn, alert: the service')
    .option(...CONFIG)
    .action(async (options) => run((await import('./commands/serve.ts')).serve(options)));
  gauger
    .command('demo')
    .description('a simulated cluster under attack, watched live; needs no other install')
    .option('--for <duration>', 'stop by itself after this time', duration)
    .option('--json', 'print one JSON line an alert instead of the story')
    .option('--record <file>', 'also write what is scraped to a log that replay can read (.gz: compressed)')
    .option('--port <port>', 'port of the REST API (default: $PORT, then 8080; 0: any free one)', port)
    .action(async (options) => run((await import('./commands/demo.ts')).demo(options)));
  gauger
    .command('simulate')
    .description(
      'the demo’s cluster alone, for other processes to scrape: /targets lists its exporters (http_sd_configs)',
    )
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <port>', 'on which port (0: any free one)', port, 9500)
    .addOption(
      new Option('--attack-after <duration>', 'when the attacks begin')
        .argParser(duration)
        .default(ATTACK_AFTER_MS, '45m'),
    )
    .action(async (options) => run((await import('./commands/simulate.ts')).simulate(options)));
}

/** What writes and reads logs and series. */
function logCommands(gauger: Command, run: Run): void {
  gauger
    .command('record')
    .description('scrape the configured targets into a log, without judging anything')
    .option(...CONFIG)
    .requiredOption('--out <file>', 'log to write (.gz: compressed)')
    .option('--for <duration>', 'stop by itself after this time', duration)
    .option('--baselines <url>', 'a running Gauger whose baselines the log shall start from')
    .action(async (options) => run((await import('./commands/record.ts')).record(options)));
  gauger
    .command('replay')
    .description('run a log through the engine; alerts as JSON lines')
    .argument('<log>', 'a scrape log, plain or gzipped; - for standard input')
    .option(...CONFIG)
    .option('--out <file>', 'where the alerts go (default: standard output)')
    .option('--shadow', 'also the alerts of detectors in the shadow, which are told to nobody')
    .action(async (log, options) => run((await import('./commands/replay.ts')).replay(log, options)));
  gauger
    .command('backtest')
    .description('what would have fired over a log, or over the past that a Prometheus has kept')
    .argument('[log]', 'a scrape log, plain or gzipped; - for standard input')
    .option('--prometheus <url>', 'instead of a log: a Prometheus, Thanos, Mimir or VictoriaMetrics')
    .option('--from <time>', 'of the Prometheus: since when; RFC 3339, or how long ago (7d)', moment)
    .option('--to <time>', 'until when (default: the present)', moment)
    .option(...CONFIG)
    .option('--compare <file>', 'another configuration: what would have fired only with one of them')
    .option('--json', 'print one JSON object, with every alert')
    .action(async (log, options) => run((await import('./commands/backtest.ts')).backtest(log, options)));
  gauger
    .command('score')
    .description('judge CSV series (timestamp,value) with the engine’s own baseline')
    .argument('<in>', 'a file or a folder tree of CSV files')
    .requiredOption('--out <dir>', 'folder for the scored copies')
    .action(async (input, options) => run((await import('./commands/score.ts')).score(input, options)));
}

/** What looks after an installation. */
function careCommands(gauger: Command, run: Run): void {
  gauger
    .command('explain')
    .description(
      'what is known of a signal, and why its score is what it is; or of an alert, whose evidence is judged again',
    )
    .argument('<signal>', 'key of a signal, or its id: tokens.output; or the id of an alert')
    .argument('[entity]', 'name of its entity, or a part of it: acme')
    .option('--url <url>', 'a running Gauger', 'http://127.0.0.1:8080')
    .option('--token-file <file>', 'its token (default: $GAUGER_API_TOKEN)')
    .option('--json', 'print one JSON object')
    .action(async (signal, entity, options) =>
      run((await import('./commands/explain.ts')).explain(signal, entity, options)),
    );
  gauger
    .command('check')
    .description('judge a configuration, or with --page an exposition page')
    .option(...CONFIG)
    .option('--page <file>', 'page to judge; - for standard input')
    .option('--content-type <type>', 'Content-Type of the page (default: text/plain; version=0.0.4)')
    .option('--strict', 'reject the page at its first fault, as Prometheus does')
    .action(async (options) => run((await import('./commands/check.ts')).check(options)));
  gauger
    .command('migrate')
    .description('bring the database to this version’s schema and stop')
    .option(...CONFIG)
    .action(async (options) => run((await import('./commands/migrate.ts')).migrateCommand(options)));
}

function auditCommands(audit: Command, run: Run): void {
  audit
    .command('verify')
    .description('tell whether every line of the audit log is as it was written; 1: one is not')
    .option(...CONFIG)
    .option('--hash <hash>', 'the last hash of an earlier look: shows lines that were taken away since')
    .action(async (options) => run((await import('./commands/audit.ts')).auditVerify(options)));
}

/** Against the database of the configuration, or with --url against a service that runs. */
function tokenCommands(token: Command, run: Run): void {
  const place = (command: Command) =>
    command
      .option(...CONFIG)
      .option(
        '--url <url>',
        'the running service to ask; it needs an admin, and is the only way while it holds its own database',
      )
      .option('--token-file <file>', 'an admin’s token for --url (default: the one of the configuration)');
  place(token.command('create'))
    .description('make a token and print it, this once')
    .requiredOption('--name <name>', 'whom it is for')
    .addOption(new Option('--role <role>', 'what its bearer may do').choices(ROLES).makeOptionMandatory())
    .option('--expires <duration>', 'how long it is good, as in 90d (default: until it is revoked)', duration)
    .action(async (options) => run((await import('./commands/token.ts')).createToken(options)));
  place(token.command('list'))
    .description('tokens with their roles and when they were used last')
    .action(async (options) => run((await import('./commands/token.ts')).listTokens(options)));
  place(token.command('revoke'))
    .description('make a token worthless')
    .argument('<name>', 'its name or its id')
    .action(async (name, options) => run((await import('./commands/token.ts')).revokeToken(name, options)));
}

/** What a failure means to the caller: an exit code, and words on standard error where none were said yet. */
function failure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    return WRONG_USE;
  }
  process.stderr.write(`gauger: ${error instanceof Error ? error.message : String(error)}\n`);
  return FAILED;
}

try {
  await program(async (code) => {
    process.exitCode = await code;
  }).parseAsync();
} catch (error) {
  process.exitCode = failure(error);
}
