import { askedToEnd, createApp, listen } from '../main.ts';
import { configuration } from './configuration.ts';
import { Progress } from './progress.ts';

/** The service: runs until it is asked to end, then stores what it knows. */
export async function serve(options: { readonly config?: string }): Promise<number> {
  const config = configuration(options.config);
  const progress = new Progress('learning from the past');
  const app = await createApp(config, { onWarmStart: (done) => progress.show(done) });
  const ended = askedToEnd();
  process.stderr.write(`gauger listens on ${await listen(app, config)}\n`);
  await ended;
  await app.close();
  return 0;
}
