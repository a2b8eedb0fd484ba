import { askedToEnd, createApp, listen } from '../main.ts';
import { configuration } from './configuration.ts';

/** The service: runs until it is asked to end, then stores what it knows. */
export async function serve(options: { readonly config?: string }): Promise<number> {
  const config = configuration(options.config);
  const app = await createApp(config);
  const ended = askedToEnd();
  process.stderr.write(`gauger listens on ${await listen(app, config)}\n`);
  await ended;
  await app.close();
  return 0;
}
