import { SetMetadata } from '@nestjs/common';

/** Marks an open route. */
export const OPEN = 'gauger:open';

/** A route that asks for no token: probes and the scrape of our own metrics. */
export const Open = () => SetMetadata(OPEN, true);
