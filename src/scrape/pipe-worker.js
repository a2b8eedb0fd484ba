// @ts-check
// Reads a pipe in a thread of its own, and hands on what came in while the last piece was worked on: who writes need not wait, though a
// pipe holds no more than 64 KiB. Plain JavaScript: a worker thread starts from this very file, from src as from dist.
import { Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

/** The other thread works on one piece and has the next at hand. */
const HANDED_MAXIMUM = 2;
/** From so many bytes on that wait here, those who write wait too. */
const WAITING_MAXIMUM_BYTES = 4 * 1024 * 1024;

/** @type {Buffer[]} */
let waiting = [];
let waitingBytes = 0;
let handed = 0;
let ended = false;

const input = new Socket({ fd: workerData.fd, readable: true, writable: false });
input.on('data', (chunk) => {
  waiting.push(chunk);
  waitingBytes += chunk.length;
  handOn();
  if (waitingBytes >= WAITING_MAXIMUM_BYTES) input.pause();
});
input.on('end', () => {
  ended = true;
  handOn();
});
parentPort?.on('message', () => {
  handed--;
  handOn();
});

function handOn() {
  if (handed >= HANDED_MAXIMUM) return;
  if (waitingBytes > 0) {
    const bytes = new Uint8Array(waitingBytes);
    let at = 0;
    for (const chunk of waiting) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    waiting = [];
    waitingBytes = 0;
    handed++;
    input.resume();
    parentPort?.postMessage(bytes, [bytes.buffer]);
  } else if (ended) {
    parentPort?.postMessage(undefined);
    parentPort?.close();
  }
}
