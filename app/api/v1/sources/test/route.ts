import { askSourceTest, SourceToTest } from '@/lib/commands/ask-source-test';
import { route } from '@/lib/route';

export const POST = route({ can: 'sources:write', body: SourceToTest, answer: askSourceTest });
