import { z } from 'zod';

export const Tags = z.record(z.string(), z.string()).describe('Tags, name to value');
