import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

/** A fenced block: ```` ```yaml file=gauger.yaml ```` has the language `yaml` and the words `file=gauger.yaml`. */
export interface Block {
  readonly language: string;
  readonly words: readonly string[];
  readonly text: string;
}

/** A page of the documentation, and what it refers to. */
export interface MarkdownPage {
  /** From the root of the repository. */
  readonly path: string;
  readonly blocks: readonly Block[];
  /** What headings are linked by, as GitHub makes it. */
  readonly anchors: ReadonlySet<string>;
  /** Addresses of links and pictures as written; those to other sites are left out. */
  readonly links: readonly string[];
  /** What stands in backticks in the text. */
  readonly code: readonly string[];
}

const FENCE = /^ *```(\S*)([^\n]*)\n(.*?)^ *```$/gms;

/** Every page of the repository that people read. */
export function markdownPages(): MarkdownPage[] {
  const paths = readdirSync('.').filter((name) => name.endsWith('.md'));
  const below = readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name));
  return [...paths, ...below].sort().map((path) => markdownPage(path, readFileSync(path, 'utf8')));
}

export function markdownPage(path: string, source: string): MarkdownPage {
  const blocks = [...source.matchAll(FENCE)].map(([, language = '', words = '', text = '']) => {
    return { language, words: words.split(' ').filter(Boolean), text };
  });
  const prose = source.replaceAll(FENCE, '');
  const bare = prose.replaceAll(/`[^`]*`/g, '``');
  return {
    path,
    blocks,
    anchors: anchorsOf(prose),
    links: [...bare.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)[^)]*\)/g)].map(([, link = '']) => link),
    code: [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code),
  };
}

function anchorsOf(prose: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of prose.matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const anchor = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    let numbered = anchor;
    for (let count = 1; anchors.has(numbered); count++) numbered = `${anchor}-${count}`;
    anchors.add(numbered);
  }
  return anchors;
}

/** Links of the pages that lead nowhere: to a file that is not there, or to a heading that its page does not have. */
export function brokenLinks(pages: readonly MarkdownPage[]): string[] {
  const known = new Map(pages.map((page) => [page.path, page]));
  return pages.flatMap((page) =>
    page.links
      .filter((link) => {
        const [file = '', anchor] = link.split('#');
        const path = file === '' ? page.path : normalize(join(dirname(page.path), file));
        const target = known.get(path);
        if (target === undefined && !existsSync(path)) return true;
        return anchor !== undefined && !target?.anchors.has(anchor);
      })
      .map((link) => `${page.path}: ${link}`),
  );
}

const NOT_OURS = new Set(['node_modules', 'dist', 'build', '.git', 'data', 'generated']);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [relative('.', path)];
    });
}

/**
 * Files of the repository that a page names in backticks and that are not there. Named are: source files, wherever they stand
 * (`engine.ts`), and paths (`src/core/model`, or from within `src`: `core/model`) whose first part is a folder of ours.
 */
export function missingFiles(pages: readonly MarkdownPage[]): string[] {
  const files = filesBelow('.');
  const folders = [...topFolders('.'), ...topFolders('src')];
  const isThere = (path: string, page: string) =>
    ['.', 'src', dirname(page)].some((base) => existsSync(join(base, path))) ||
    (!path.includes('/') && files.some((file) => file.endsWith(`/${path}`)));
  return pages.flatMap((page) =>
    page.code
      .filter((code) => /^[\w./-]+$/.test(code) && !code.startsWith('/') && !code.startsWith('./'))
      .filter((code) => /\.tsx?$/.test(code) || folders.some((folder) => code.startsWith(`${folder}/`)))
      .filter((code) => !isThere(code, page.path))
      .map((code) => `${page.path}: ${code}`),
  );
}

function topFolders(base: string): string[] {
  return readdirSync(base, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NOT_OURS.has(entry.name))
    .map(({ name }) => name);
}
