/** Why the database cannot be used now; also the value of a metric label. */
export const STORE_FAILURES = [
  'unreachable',
  'timeout',
  'refused',
  'overloaded',
  'conflict',
  'read_only',
  'closed',
] as const;
/** Why the database cannot be used. */
export type StoreFailure = (typeof STORE_FAILURES)[number];

/**
 * The database cannot be used at this moment; nothing is wrong with the request. Whoever gets it keeps what it had to store and
 * tries again later: every write of the stores may be repeated, also after an attempt whose outcome is not known.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly reason: StoreFailure;
  /** What the driver said, with addresses and names but no password: for logs, not for clients. */
  readonly detail: string;

  constructor(reason: StoreFailure, cause: unknown) {
    super(`the database cannot be used now (${reason})`, { cause });
    this.reason = reason;
    this.detail = detailOf(cause);
  }
}

/** The error as StoreUnavailable where it tells of an outage; undefined where it tells of a fault of ours. */
export function asStoreUnavailable(error: unknown): StoreUnavailable | undefined {
  if (error instanceof StoreUnavailable) return error;
  for (const code of codesOf(error)) {
    const reason = FAILURE_BY_CODE.get(code) ?? FAILURE_BY_CLASS.get(code.slice(0, 2));
    if (reason !== undefined) return new StoreUnavailable(reason, error);
  }
  const message = String(error);
  const match = FAILURE_BY_MESSAGE.find(([pattern]) => pattern.test(message));
  return match === undefined ? undefined : new StoreUnavailable(match[1], error);
}

/** Codes of Node sockets, of PostgreSQL (SQLSTATE, appendix A of its manual) and of Prisma (its error reference). */
const FAILURE_BY_CODE = new Map<string, StoreFailure>([
  ['ECONNREFUSED', 'unreachable'],
  ['ECONNRESET', 'unreachable'],
  ['ENOTFOUND', 'unreachable'],
  ['EAI_AGAIN', 'unreachable'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['ENOENT', 'unreachable'],
  ['EPIPE', 'unreachable'],
  ['ETIMEDOUT', 'timeout'],
  ['25006', 'read_only'],
  ['28000', 'refused'],
  ['28P01', 'refused'],
  ['3D000', 'refused'],
  ['40001', 'conflict'],
  ['40P01', 'conflict'],
  ['55P03', 'conflict'],
  ['57014', 'timeout'],
  ['57P01', 'unreachable'],
  ['57P02', 'unreachable'],
  ['57P03', 'unreachable'],
  ['57P05', 'unreachable'],
  ['P1000', 'refused'],
  ['P1001', 'unreachable'],
  ['P1002', 'timeout'],
  ['P1003', 'refused'],
  ['P1008', 'timeout'],
  ['P1010', 'refused'],
  ['P1017', 'unreachable'],
  ['P2024', 'timeout'],
  ['P2028', 'timeout'],
  ['P2034', 'conflict'],
  ['P2037', 'overloaded'],
]);

/** Classes of SQLSTATE: connection exception, insufficient resources (a full disk, too many connections), system error. */
const FAILURE_BY_CLASS = new Map<string, StoreFailure>([
  ['08', 'unreachable'],
  ['53', 'overloaded'],
  ['58', 'overloaded'],
]);

/** What the pg driver says in words alone. */
const FAILURE_BY_MESSAGE: readonly (readonly [RegExp, StoreFailure])[] = [
  [/Connection terminated|Client has encountered a connection error|Server has closed the connection/, 'unreachable'],
  [/timeout exceeded when trying to connect|Query read timeout|timeout expired/, 'timeout'],
  [/Cannot use a pool after calling end/, 'closed'],
];

/** The codes in an error, its causes, and what Prisma wraps in `meta.driverAdapterError.cause`; the innermost comes first. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 4) return [];
  const { cause, meta, driverAdapterError, errors } = error as Record<string, unknown>;
  const inner = [cause, meta, driverAdapterError, Array.isArray(errors) ? errors[0] : undefined];
  const { originalCode, code } = error as Record<string, unknown>;
  const own = [originalCode, code].filter((value) => typeof value === 'string');
  return [...inner.flatMap((value) => codesOf(value, depth + 1)), ...own];
}

/** The last line of the innermost message: Prisma puts the driver's words below its own. */
function detailOf(error: unknown): string {
  const { message, cause, errors } = Object(error) as Record<string, unknown>;
  const inner = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  if (typeof inner === 'object' && inner !== null) return detailOf(inner);
  return (
    String(message ?? error)
      .trim()
      .split('\n')
      .at(-1) ?? ''
  );
}
