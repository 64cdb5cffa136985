import { z } from 'zod';
import { isKind, type KindId, kindOf, kinds } from '@/lib/resources/index';

/** What a kind is called, for screens; one that is not known is called by its id. */
export function kindWords(kind: string): { title: string; plural: string } {
  return isKind(kind) ? { title: kindOf(kind).title, plural: kindOf(kind).plural } : { title: kind, plural: kind };
}

/** Every kind, hosts first and nodes last, as the tabs of the fleet have them. */
export const kindOrder: readonly string[] = [
  'host',
  ...(Object.keys(kinds) as KindId[]).filter((kind) => kind !== 'host' && kind !== 'cm.node'),
  'cm.node',
];

/** What a field of a kind means; undefined where nothing is written of it. */
export function fieldMeaning(kind: string, field: string): string | undefined {
  const shape = isKind(kind) ? kindOf(kind).fields : null;
  const of = shape instanceof z.ZodObject ? (shape.shape[field] as z.ZodType | undefined) : undefined;
  return of?.description;
}
