import protobuf from 'protobufjs/light.js';
import { compress } from 'snappyjs';

// The messages of the public specifications, encoded by somebody else's code.
const TYPES = protobuf.Root.fromJSON({
  nested: {
    Label: { fields: { name: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
    Sample: { fields: { value: { type: 'double', id: 1 }, timestamp: { type: 'int64', id: 2 } } },
    Exemplar: { fields: { value: { type: 'double', id: 2 }, timestamp: { type: 'int64', id: 3 } } },
    Histogram: { fields: { sum: { type: 'double', id: 3 }, timestamp: { type: 'int64', id: 15 } } },
    Metadata: { fields: { type: { type: 'int32', id: 1 }, metricFamilyName: { type: 'string', id: 2 } } },
    TimeSeries: {
      fields: {
        labels: { rule: 'repeated', type: 'Label', id: 1 },
        samples: { rule: 'repeated', type: 'Sample', id: 2 },
        exemplars: { rule: 'repeated', type: 'Exemplar', id: 3 },
        histograms: { rule: 'repeated', type: 'Histogram', id: 4 },
      },
    },
    WriteRequest: {
      fields: {
        timeseries: { rule: 'repeated', type: 'TimeSeries', id: 1 },
        metadata: { rule: 'repeated', type: 'Metadata', id: 3 },
      },
    },
    SampleV2: {
      fields: {
        value: { type: 'double', id: 1 },
        timestamp: { type: 'int64', id: 2 },
        startTimestamp: { type: 'int64', id: 3 },
      },
    },
    MetadataV2: { fields: { type: { type: 'int32', id: 1 }, helpRef: { type: 'uint32', id: 3 } } },
    TimeSeriesV2: {
      fields: {
        labelsRefs: { rule: 'repeated', type: 'uint32', id: 1, options: { packed: true } },
        samples: { rule: 'repeated', type: 'SampleV2', id: 2 },
        histograms: { rule: 'repeated', type: 'Histogram', id: 3 },
        exemplars: { rule: 'repeated', type: 'Exemplar', id: 4 },
        metadata: { type: 'MetadataV2', id: 5 },
      },
    },
    Request: {
      fields: {
        symbols: { rule: 'repeated', type: 'string', id: 4 },
        timeseries: { rule: 'repeated', type: 'TimeSeriesV2', id: 5 },
      },
    },
  },
});

/** A series as a test writes it: labels with `__name__`, and pairs of time in Unix milliseconds and value. */
export interface SentSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples?: readonly (readonly [timeMs: number, value: number])[];
  readonly histograms?: number;
}

/** Prometheus' stale marker, whose bits JavaScript keeps to itself: some NaN. */
export const STALE = Number.NaN;

const histogramsOf = ({ histograms = 0 }: SentSeries) =>
  Array.from({ length: histograms }, () => ({ sum: 1, timestamp: 1 }));

/** A `prometheus.WriteRequest` (remote write 1.0). */
export function writeRequest(series: readonly SentSeries[]): Uint8Array {
  return encode('WriteRequest', {
    timeseries: series.map((one) => ({
      labels: Object.entries(one.labels).map(([name, value]) => ({ name, value })),
      samples: (one.samples ?? []).map(([timestamp, value]) => ({ timestamp, value })),
      exemplars: [{ value: 1, timestamp: 1 }],
      histograms: histogramsOf(one),
    })),
    metadata: [{ type: 1, metricFamilyName: 'a' }],
  });
}

/** An `io.prometheus.write.v2.Request` (remote write 2.0). */
export function writeRequestV2(series: readonly SentSeries[]): Uint8Array {
  const symbols = ['', ...new Set(series.flatMap(({ labels }) => Object.entries(labels).flat()))];
  return encode('Request', {
    symbols,
    timeseries: series.map((one) => ({
      labelsRefs: Object.entries(one.labels)
        .flat()
        .map((text) => symbols.indexOf(text)),
      samples: (one.samples ?? []).map(([timestamp, value]) => ({ timestamp, value, startTimestamp: 1 })),
      histograms: histogramsOf(one),
      metadata: { type: 1, helpRef: 0 },
    })),
  });
}

function encode(type: string, message: Record<string, unknown>): Uint8Array {
  return Uint8Array.from(TYPES.lookupType(type).encode(message).finish());
}

/** A message as it travels. */
export function snappy(message: Uint8Array): Uint8Array {
  return compress(Uint8Array.from(message));
}
