import { ProviderTest, testProvider } from '@/lib/commands/test-provider';
import { route } from '@/lib/route';

export const POST = route({ can: 'providers:write', body: ProviderTest, answer: testProvider });
