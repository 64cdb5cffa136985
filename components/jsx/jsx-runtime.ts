import type { ElementType, Key } from 'react';
import * as runtime from 'react/jsx-runtime';
import { showText } from './show-text';

export { Fragment, type JSX } from 'react/jsx-runtime';

/**
 * tsconfig.json names this folder as the source of jsx, so that no text in an element of ours can deceive: nobody has to
 * remember it, wherever a name is shown.
 */
export const jsx = (type: ElementType, props: unknown, key?: Key) => runtime.jsx(type, showText(props), key);
export const jsxs = (type: ElementType, props: unknown, key?: Key) => runtime.jsxs(type, showText(props), key);
