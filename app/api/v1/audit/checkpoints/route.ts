import { CheckpointFilter, listCheckpoints } from '@/lib/queries/list-checkpoints';
import { route } from '@/lib/route';

export const GET = route({ can: 'audit:read', query: CheckpointFilter, answer: listCheckpoints });
