// Makes the image without a container engine: carries out the Dockerfile in an empty folder, then starts what it made as the image's user on
// a tree that nobody can write to, and asks it for /health/ready. What it does not show: the base images themselves.
//
//   node .ci/image.mjs
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MB = 250;
/** gcr.io/distroless/nodejs24-debian12, which is not to be had here: Node 24 (about 120 MB) on glibc, libstdc++ and certificates. */
const BASE_MB = 150;

const root = mkdtempSync(join(tmpdir(), 'gauger-image-'));
// Another user must get through.
chmodSync(root, 0o755);
const stages = new Map();
let stage;

function inStage(path) {
  return path.startsWith('/') ? join(stage.root, path) : join(stage.root, stage.workdir, path);
}

/** What .dockerignore lets through: everything is left out but the lines with "!", and of those the lines after them. */
function isSent(path) {
  const lines = readFileSync('.dockerignore', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  let sent = true;
  for (const line of lines) {
    const pattern = line.replace(/^!/, '');
    const matches =
      pattern === '*' ||
      path === pattern ||
      path.startsWith(`${pattern}/`) ||
      (pattern.startsWith('**/*') && path.endsWith(pattern.slice(4)));
    if (matches) sent = line.startsWith('!');
  }
  return sent;
}

function copy(words) {
  const from = words[0]?.startsWith('--from=') ? stages.get(words.shift().slice('--from='.length)) : undefined;
  const to = inStage(words.at(-1));
  const many = words.length > 2 || words.at(-1).endsWith('/');
  for (const source of words.slice(0, -1)) {
    const path = from === undefined ? resolve(source) : join(from.root, source);
    const filter = from === undefined ? (each) => isSent(each.slice(resolve('.').length + 1)) : undefined;
    cpSync(path, many ? join(to, basename(source)) : to, {
      recursive: true,
      verbatimSymlinks: true,
      ...(filter && { filter }),
    });
  }
}

const INSTRUCTIONS = {
  FROM([image, , name]) {
    const folder = join(root, String(stages.size));
    mkdirSync(folder);
    stage = { image, root: folder, workdir: '/', env: {} };
    stages.set(name ?? String(stages.size), stage);
  },
  WORKDIR([path]) {
    stage.workdir = path;
    mkdirSync(inStage(path), { recursive: true });
  },
  COPY: copy,
  RUN(_words, text) {
    // Nothing is inherited that a build in a container would not have, but the way to node and to the registry.
    const kept = Object.entries(process.env).filter(([name]) =>
      /^(PATH|HOME|npm_config_.*|NODE_EXTRA_CA_CERTS|https?_proxy)$/i.test(name),
    );
    execFileSync('bash', ['-euc', text], {
      cwd: inStage('.'),
      env: Object.fromEntries(kept),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  },
  ENV(words) {
    for (const word of words) stage.env[word.split('=')[0]] = word.split('=')[1];
  },
  USER([user]) {
    stage.user = user.split(':').map(Number);
  },
  EXPOSE([port]) {
    stage.port = Number(port);
  },
  ENTRYPOINT(_words, text) {
    stage.entrypoint = JSON.parse(text);
  },
  CMD(_words, text) {
    stage.cmd = JSON.parse(text);
  },
};

function build() {
  const lines = readFileSync('Dockerfile', 'utf8')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n');
  for (const line of lines.filter((each) => each.trim() !== '')) {
    const [, name, text] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (INSTRUCTIONS[name] === undefined) throw new Error(`an instruction this script does not know: ${line}`);
    INSTRUCTIONS[name](text.trim().split(/\s+/), text);
  }
  return stage;
}

/** The largest packages, for whoever has to make room. */
function largest(modules) {
  return readdirSync(modules, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === 'package.json' && entry.parentPath.split('node_modules/').length === 2)
    .map(({ parentPath }) => [Math.round(sizeMb(parentPath)), parentPath.split('node_modules/')[1]])
    .sort(([a], [b]) => b - a)
    .slice(0, 8)
    .map(([size, name]) => `${name} ${size} MB`)
    .join(', ');
}

function sizeMb(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  return stat.isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + sizeMb(join(path, name)), 0)
    : stat.size / 1e6;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

async function start(image) {
  const data = join(root, 'data');
  mkdirSync(data);
  const [uid, gid] = image.user;
  const asUser = process.getuid() === 0;
  if (asUser) chownSync(data, uid, gid);
  execFileSync('chmod', ['-R', 'a-w,a+rX', image.root]);
  const port = await freePort();
  const [program, ...args] = [...image.entrypoint, ...image.cmd].map((word) =>
    word.startsWith('/app') ? join(image.root, word) : word,
  );
  if (!/\/node$/.test(program)) throw new Error(`the entry point is not node: ${program}`);
  const child = spawn(process.execPath, args, {
    cwd: data,
    env: { ...image.env, PORT: String(port), HOME: '/nonexistent' },
    stdio: ['ignore', 'ignore', 'inherit'],
    ...(asUser ? { uid, gid } : {}),
  });
  try {
    for (let attempt = 0; attempt < 120; attempt++) {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await pause(500);
    }
    throw new Error('it did not become ready');
  } finally {
    child.kill('SIGTERM');
    await new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done()));
  }
}

try {
  const image = build();
  const size = Math.round(sizeMb(image.root));
  console.log(`${size} MB on a base of about ${BASE_MB} MB, ${image.image}`);
  if (size + BASE_MB > LIMIT_MB)
    throw new Error(`more than ${LIMIT_MB} MB: ${largest(join(image.root, 'app/node_modules'))}`);
  for (const tool of ['typescript', 'prisma', 'jest', 'vite']) {
    if (existsSync(join(image.root, 'app/node_modules', tool))) throw new Error(`${tool} is in the image`);
  }
  await start(image);
  console.log(`ready as user ${image.user.join(':')} on a read-only tree`);
} finally {
  execFileSync('chmod', ['-R', 'u+w', root]);
  rmSync(root, { recursive: true });
}
