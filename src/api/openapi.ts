import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { VERSION } from '../version.ts';
import { PROBLEM_TYPE, Problem } from './problem.ts';
import { ALERTMANAGER } from './problem-filter.ts';

const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const START = `SwaggerUIBundle({ url: '../openapi.json', dom_id: '#ui', deepLinking: true });\n`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Gauger API</title>
<link rel="stylesheet" href="docs/swagger-ui.css">
<link rel="icon" href="docs/favicon-32x32.png">
</head>
<body>
<div id="ui"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
`;

/** The page runs its own files alone; Swagger UI styles its elements in place and holds its icons as data. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Serves the OpenAPI document and a page to read it, whose files come with the installation. Both are open: they hold no data. */
export function serveOpenApi(app: NestFastifyApplication): void {
  const document = openApiDocument(app);
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const server = app.getHttpAdapter().getInstance();
  server.get('/api/openapi.json', async () => document);
  server.get('/api/docs', async (_request, reply) => {
    return reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(PAGE);
  });
  server.get('/api/docs/start.js', async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(START));
  for (const [name, type] of Object.entries(ASSETS)) {
    server.get(`/api/docs/${name}`, async (_request, reply) =>
      reply.type(type).send(createReadStream(join(assets, name))),
    );
  }
}

/** The document, made from the same zod schemas that check the requests and type the answers. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Gauger')
    .setDescription('Baselines of GPUs and tokens, and the alerts they raise.')
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'Where api.token_file is set' }, 'token')
    .addSecurityRequirements('token')
    .build();
  return withProblems(SwaggerModule.createDocument(app, config, { operationIdFactory: operationId }));
}

/** What a generated client calls its function: `AlertsController.list` is `listAlerts`, and `find`, which is about one of them, `findAlert`. */
function operationId(controller: string, method: string): string {
  const noun = controller.replace('Controller', '');
  const verb = method.charAt(0).toUpperCase() + method.slice(1);
  if (noun.endsWith(verb)) return method + noun.slice(0, -verb.length);
  return method + (method === 'list' ? noun : noun.replace(/(?<![us])s$/, ''));
}

/** Every operation may answer with a problem document; those of Alertmanager's API with a text. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  // Its own copy has no id of its own: with one, zod would answer a reference.
  const { $schema: _, ...schema } = z.toJSONSchema(z.object(Problem.shape));
  const answer = {
    description: 'What went wrong',
    content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  const text = { description: 'What went wrong', content: { 'application/json': { schema: { type: 'string' } } } };
  for (const [path, { get, post, put, patch, delete: remove }] of Object.entries(document.paths)) {
    for (const operation of [get, post, put, patch, remove]) {
      if (operation) operation.responses['default'] = path.startsWith(ALERTMANAGER) ? text : answer;
    }
  }
  const schemas = Object.assign({}, document.components?.schemas, { Problem: schema });
  return { ...document, components: { ...document.components, schemas } };
}
