import { changeProvider, ProviderChange } from '@/lib/commands/change-provider';
import { ProviderId, removeProvider } from '@/lib/commands/remove-provider';
import { route } from '@/lib/route';

const Fields = ProviderChange.omit({ id: true });

export const PUT = route({ can: 'providers:write', query: ProviderId, body: Fields, answer: changeProvider });
export const DELETE = route({ can: 'providers:write', query: ProviderId, answer: removeProvider });
