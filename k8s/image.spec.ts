import { existsSync, readFileSync } from 'node:fs';

const dockerfile = readFileSync('Dockerfile', 'utf8');
const deployment = readFileSync('k8s/base/deployment.yaml', 'utf8');

/** Words of every instruction of a kind. */
function instructions(kind: string): string[][] {
  return [...dockerfile.matchAll(new RegExp(`^${kind} (.+)$`, 'gm'))].map(([, words = '']) => words.split(/\s+/));
}

it('copies what is there and what .dockerignore lets through', () => {
  const kept = readFileSync('.dockerignore', 'utf8')
    .split('\n')
    .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  const sources = instructions('COPY').flatMap((words) => (words[0]?.startsWith('--from') ? [] : words.slice(0, -1)));
  expect(sources.filter((path) => !existsSync(path) || !kept.includes(path))).toEqual([]);
  expect(sources.length).toBeGreaterThan(5);
});

it('takes the migrations along, which are applied at start', () => {
  expect(dockerfile).toContain('COPY --from=build /app/prisma/migrations prisma/migrations');
});

it('runs as the user and on the port of the Deployment', () => {
  const [user] = instructions('USER').at(-1) ?? [];
  expect(user).toBe('65532:65532');
  expect(deployment).toContain('runAsUser: 65532');
  expect(instructions('EXPOSE')).toEqual([['8080']]);
  expect(deployment).toContain('containerPort: 8080');
});

it('names its base images by version', () => {
  const images = instructions('FROM').map(([image = '']) => image);
  expect(images.filter((image) => !/:(?!latest)./.test(image))).toEqual([]);
});
