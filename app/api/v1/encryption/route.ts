import { EncryptionFilter, listEncryption } from '@/lib/queries/list-encryption';
import { route } from '@/lib/route';

export const GET = route({
  can: 'encryption:read',
  query: EncryptionFilter,
  csv: { name: 'encryption', evidence: true },
  answer: listEncryption,
});
