import type { CallToolResult } from '@modelcontextprotocol/server';
import { Logger } from '@nestjs/common';
import { StoreUnavailable } from '../../store/store-unavailable.ts';
import { ProblemException } from '../problem.ts';

const log = new Logger('mcp');

/** What a tool says: data, or why there is none. */
export type Said = { readonly found: unknown } | { readonly wrong: string };

/** A tool's answer to its agent. What is our own fault is logged and told to nobody outside. */
export async function answer(work: () => Promise<Said> | Said): Promise<CallToolResult> {
  try {
    const said = await work();
    return 'found' in said ? textOf(JSON.stringify(said.found)) : { ...textOf(said.wrong), isError: true };
  } catch (error) {
    if (error instanceof StoreUnavailable) return { ...textOf(`${error.message}; try again`), isError: true };
    if (error instanceof ProblemException)
      return { ...textOf(error.problem.detail ?? error.problem.title), isError: true };
    log.error('tool failed', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    return { ...textOf('Something went wrong inside Gauger; its log says what.'), isError: true };
  }
}

function textOf(text: string): CallToolResult {
  return { content: [{ type: 'text', text }] };
}
