import { readdirSync, readFileSync } from 'node:fs';
import {
  ActionIcon,
  Button,
  MantineProvider,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { theme } from '@/components/ui/theme';

const field = { label: 'Label', description: 'Description', error: 'Error', size: 'xs' } as const;

/** The parts of Mantine that pages have from the server. What opens over a page is made in the browser. */
const parts: Record<string, ReactElement> = {
  ActionIcon: <ActionIcon variant="default" aria-label="x" />,
  Button: (
    <Button variant="filled" size="xs">
      x
    </Button>
  ),
  NativeSelect: <NativeSelect {...field} data={['a']} />,
  NumberInput: <NumberInput {...field} />,
  PasswordInput: <PasswordInput {...field} />,
  TextInput: <TextInput {...field} />,
  Textarea: <Textarea {...field} rows={3} />,
};
/** Rendered in the browser alone (`InBrowser`, or when they open), or rendering nothing of their own. */
const elsewhere = [
  'MultiSelect',
  'TagsInput',
  'ColorSchemeScript',
  'MantineProvider',
  'Modal',
  'Popover',
  'createTheme',
  'mantineHtmlProps',
];

test.each(Object.entries(parts))('%s comes from the server without a style attribute', (_, part) => {
  const html = renderToStaticMarkup(<MantineProvider theme={theme}>{part}</MantineProvider>);
  expect(html.match(/<[^<>]* style="[^"]*"/g) ?? []).toEqual([]);
});

test('every part of Mantine that is used is known here', () => {
  const root = new URL('../../', import.meta.url).pathname;
  const files = ['app', 'components'].flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).map((file) => `${root}${folder}/${file}`),
  );
  const used = files
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)])
    .flatMap(([, names = '']) => names.split(',').map((name) => name.trim()))
    .filter((name) => name !== '' && !name.startsWith('type ') && !name.startsWith('use'));
  const unknown = [...new Set(used)].filter((name) => !(name in parts) && !elsewhere.includes(name));
  expect(
    unknown,
    'empty its variables in theme.ts (docs/decisions/0016), or say that only the browser renders it',
  ).toEqual([]);
});
