import { z } from 'zod';
import { byteSize, labelName, section } from './fields.ts';

/** `write_receiver`: samples that another Prometheus writes to us. Who may write, `api` says. */
export const writeReceiverSection = section({
  body_size_limit: byteSize.prefault('32MB'),
  replica_labels: z.array(labelName).default(['prometheus_replica', '__replica__']),
})
  .prefault({})
  .transform((given) => ({
    /** Of a message, decompressed. */
    bodySizeLimitBytes: given.body_size_limit,
    /** Labels by which senders of the same samples differ: they are left out, so that what both write is one series. */
    replicaLabels: given.replica_labels,
  }));
