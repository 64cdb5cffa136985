import type { ElementType, Key } from 'react';
import * as runtime from 'react/jsx-dev-runtime';
import { showText } from './show-text';

export { Fragment, type JSX } from 'react/jsx-dev-runtime';

type More = [key: Key | undefined, isStatic: boolean, source?: runtime.JSXSource, self?: unknown];

/** The same as jsx-runtime.ts, in development. */
export const jsxDEV = (type: ElementType, props: unknown, ...more: More) =>
  runtime.jsxDEV(type, showText(props), ...more);
