// @ts-check
// PGlite behind a socket, in a thread of its own. Plain JavaScript: a worker thread starts from this very file, from src as from dist.
//
// PGlite is one session, while a pool has several connections. A connection's turn therefore lasts from the first message of a
// request until the session is idle again: messages of two connections between Parse and Sync, or inside a transaction, must
// never mix (pglite-socket 0.2.17 mixes them as soon as a request is larger than one read of the socket).
import { createServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

const SSL_REQUEST = 80877103;
const CANCEL_REQUEST = 80877102;
const QUERY = 'Q'.charCodeAt(0);
const SYNC = 'S'.charCodeAt(0);
const TERMINATE = 'X'.charCodeAt(0);

/** PGlite has no background checkpointer: without this its write-ahead log would grow until the next start. */
const CHECKPOINT_INTERVAL_MS = 60_000;

/**
 * A client: the bytes that do not make a message yet, the messages of the request being read, and the whole requests that wait.
 * @typedef {{ socket: import('node:net').Socket, started: boolean, pending: Buffer[], pendingBytes: number,
 *   messages: Buffer[], requests: Buffer[][] }} Connection
 */

/** @type {{ dataDirectory: string, socketPath: string }} */
const { dataDirectory, socketPath } = workerData;

const db = await PGlite.create(dataDirectory, {
  // The log is kept for nothing but a restart after a crash; shared memory here is memory of this process.
  startParams: [...PGlite.defaultStartParams, '-c', 'max_wal_size=128MB', '-c', 'shared_buffers=32MB'],
});

/** @type {Set<Connection>} */
const connections = new Set();
/** Connections with a whole request, in order of arrival. @type {Connection[]} */
const waiting = [];
/** The connection whose transaction is open: the session is its alone. @type {Connection | undefined} */
let owner;
let busy = false;
let written = false;
let closing = false;

/** Runs whole requests one after another; at most one run of this function is active. */
async function serve() {
  if (busy) return;
  busy = true;
  for (let next = takeNext(); next !== undefined; next = takeNext()) {
    const { connection, request } = next;
    for (const message of request) await execute(connection, message);
    owner = db.isInTransaction() ? connection : undefined;
    if (owner !== undefined && !connections.has(owner)) {
      owner = undefined;
      await db.exec('ROLLBACK');
    }
  }
  busy = false;
}

/** The open transaction's own next request, or else the first that arrived. */
function takeNext() {
  if (closing) return undefined;
  const index = owner === undefined ? 0 : waiting.indexOf(owner);
  const [connection] = index < 0 ? [] : waiting.splice(index, 1);
  const request = connection?.requests.shift();
  return connection === undefined || request === undefined ? undefined : { connection, request };
}

/** @param {Connection} connection @param {Buffer} message */
async function execute({ socket }, message) {
  written = true;
  await db.execProtocolRawStream(message, {
    syncToFs: false,
    // The bytes are PGlite's own memory, good only until the next message: hence the copy.
    onRawData: (bytes) => void (socket.writable && socket.write(Buffer.from(bytes))),
  });
}

/** Runs a statement of our own while no client has the session. @param {string} sql */
async function alone(sql) {
  busy = true;
  await db.exec(sql);
  busy = false;
}

/** @param {Connection} connection */
async function leave(connection) {
  connections.delete(connection);
  for (let i = waiting.length - 1; i >= 0; i--) if (waiting[i] === connection) waiting.splice(i, 1);
  // While busy, the run in progress sees that its connection has gone.
  if (owner !== connection || busy || closing) return;
  owner = undefined;
  await alone('ROLLBACK');
  await serve();
}

/** Cuts the bytes into messages and the messages into requests. @param {Connection} connection @param {Buffer} bytes */
function receive(connection, bytes) {
  connection.pending.push(bytes);
  connection.pendingBytes += bytes.length;
  let buffer = connection.pending[0] ?? bytes;
  // Joined only when a message may be whole: joining at every read would cost the square of a large message's length.
  if (connection.pending.length > 1 && connection.pendingBytes >= messageLength(connection, buffer)) {
    buffer = Buffer.concat(connection.pending);
    connection.pending = [buffer];
  }
  for (
    let length = messageLength(connection, buffer);
    buffer.length >= length;
    length = messageLength(connection, buffer)
  ) {
    accept(connection, buffer.subarray(0, length));
    buffer = buffer.subarray(length);
    connection.pending = [buffer];
    connection.pendingBytes = buffer.length;
  }
}

/** Bytes of the message that begins here; a startup message has no type byte. @param {Connection} connection @param {Buffer} buffer */
function messageLength({ started }, buffer) {
  const header = started ? 5 : 8;
  if (buffer.length < header) return header;
  return started ? 1 + buffer.readInt32BE(1) : buffer.readInt32BE(0);
}

/** @param {Connection} connection @param {Buffer} message */
function accept(connection, message) {
  const { socket, messages, requests, started } = connection;
  if (!started) {
    const code = message.readInt32BE(4);
    if (code === SSL_REQUEST) return void socket.write('N');
    if (code === CANCEL_REQUEST) return void socket.destroy();
    connection.started = true;
  }
  if (started && message[0] === TERMINATE) return void socket.end();
  messages.push(message);
  if (started && message[0] !== SYNC && message[0] !== QUERY) return;
  requests.push(messages.splice(0));
  waiting.push(connection);
  void serve();
}

const server = createServer((socket) => {
  /** @type {Connection} */
  const connection = { socket, started: false, pending: [], pendingBytes: 0, messages: [], requests: [] };
  connections.add(connection);
  socket.on('data', (bytes) => receive(connection, bytes));
  socket.on('error', () => socket.destroy());
  socket.on('close', () => void leave(connection));
});

const checkpoints = setInterval(async () => {
  if (busy || owner !== undefined || !written) return;
  written = false;
  await alone('CHECKPOINT');
  await serve();
}, CHECKPOINT_INTERVAL_MS);

parentPort?.once('message', async () => {
  closing = true;
  clearInterval(checkpoints);
  server.close();
  for (const { socket } of connections) socket.destroy();
  while (busy) await setImmediate();
  await db.close();
  process.exit(0);
});

server.listen(socketPath, () => parentPort?.postMessage('listening'));
