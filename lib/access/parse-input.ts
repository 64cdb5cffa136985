import { z } from 'zod';
import { AppError } from '@/lib/errors';

/** Search parameters as a page gets them: text, or a list where one is given more than once. */
export function searchParamsOf(url: string): Record<string, string | string[]> {
  const params = new URL(url).searchParams;
  const values = (key: string) => params.getAll(key);
  return Object.fromEntries([...new Set(params.keys())].map((key) => [key, single(values(key))]));
}

function single(values: string[]): string | string[] {
  return values.length === 1 ? (values[0] ?? '') : values;
}

/**
 * Parses what a caller gave; AppError `invalid` with the field that is wrong. A name that is not known is wrong too: a
 * misspelt filter that was ignored would answer with everything.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const unknownField =
    schema instanceof z.ZodObject ? Object.keys(given ?? {}).find((key) => !(key in schema.shape)) : undefined;
  if (unknownField !== undefined)
    throw new AppError('invalid', `${unknownField} is not known here`, { field: unknownField });
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') || 'body';
  throw new AppError('invalid', `${field}: ${issue?.message ?? 'is not valid'}`, { field });
}
