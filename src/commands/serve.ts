import { askedToEnd, createApp, listen } from '../main.ts';
import { Leadership } from '../store/leadership.ts';
import { configuration } from './configuration.ts';
import { Progress } from './progress.ts';

/** The service: runs until it is asked to end, then stores what it knows; or until another replica leads in its place (exit 1). */
export async function serve(options: { readonly config?: string }): Promise<number> {
  const config = configuration(options.config);
  const progress = new Progress('learning from the past');
  const app = await createApp(config, { onWarmStart: (done) => progress.show(done) });
  const ended = askedToEnd();
  process.stderr.write(`gauger listens on ${where(await listen(app, config), config.server.host)}\n`);
  const lost = app.get(Leadership).lost.then(() => 1);
  const status = await Promise.race([ended.then(() => 0), lost]);
  await app.close();
  return status;
}

/** All addresses of the machine, which no browser can open. */
const EVERYWHERE = ['0.0.0.0', '::'];

/** An address that opens, and what else is listened on. */
function where(url: string, host: string): string {
  return EVERYWHERE.includes(host) ? `${url} and every other address of this machine (HOST is ${host})` : url;
}
