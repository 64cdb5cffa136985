import { addProvider, NewProvider } from '@/lib/commands/add-provider';
import { listProviders, ProviderFilter } from '@/lib/queries/list-providers';
import { route } from '@/lib/route';

export const GET = route({ can: 'providers:read', query: ProviderFilter, answer: listProviders });
export const POST = route({ can: 'providers:write', body: NewProvider, answer: addProvider });
