import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/** Says what a route does and what it answers, for the OpenAPI document. */
export function Answers(summary: string, schema: z.ZodType) {
  return applyDecorators(
    ApiOperation({ summary }),
    ApiResponse({ status: 200, description: 'OK', standardSchema: schema }),
  );
}
