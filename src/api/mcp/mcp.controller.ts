import { toWebRequest } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { Body, Controller, Delete, Get, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type Actor, By } from '../actor.ts';
import type { HttpRequest } from '../http-types.ts';
import { Needs } from '../needs.ts';
import { ProblemException, problem } from '../problem.ts';
import { AgentServer } from './agent-server.ts';

/** Nothing here changes by itself, so nobody can subscribe: every answer ends. */
const OPTIONS = { maxSubscriptions: 0, keepAliveMs: 0 };

interface Reply {
  code(status: number): Reply;
  headers(headers: Record<string, string>): Reply;
  send(body: string): unknown;
}

/** The Model Context Protocol over streamable HTTP, without sessions: every request stands for itself and brings its own token. */
@ApiExcludeController()
@Needs('viewer')
@Controller('mcp')
export class McpController {
  constructor(private readonly agents: AgentServer) {}

  @Post()
  async ask(
    @Req() { raw }: HttpRequest,
    @Body() body: unknown,
    @By() actor: Actor,
    @Res() reply: Reply,
  ): Promise<void> {
    const handler = createMcpHandler(() => this.agents.for(actor), OPTIONS);
    const parsedBody = body ?? null;
    const answer = await handler.fetch(await toWebRequest(raw, parsedBody), { parsedBody });
    const text = await answer.text();
    await handler.close();
    reply.code(answer.status).headers(Object.fromEntries(answer.headers)).send(text);
  }

  /** There is no stream to open and no session to end. */
  @Get()
  stream(): never {
    throw notAllowed();
  }

  @Delete()
  end(): never {
    throw notAllowed();
  }
}

function notAllowed(): ProblemException {
  const detail = 'There are no sessions here: POST every request.';
  return new ProblemException(problem(HttpStatus.METHOD_NOT_ALLOWED, detail), { allow: 'POST' });
}
