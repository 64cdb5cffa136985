import type { CSSVariablesResolver, MantineThemeComponent } from '@mantine/core';
import { createTheme } from '@mantine/core';
import { EyeIcon } from './eye-icon';

const steps = ['xs', 'sm', 'md', 'lg', 'xl'] as const;
const px = (...sizes: [number, number, number, number, number]) =>
  Object.fromEntries(steps.map((step, i) => [step, `${sizes[i]}px`]));
const float = '0 8px 24px #0002';
const still = { transitionProps: { duration: 0 } };

/**
 * Mantine writes these into style attributes, which our content security policy refuses in a page from the server. Empty
 * they are left out, and globals.css says the same by classes.
 */
const bare = (...names: string[]) => Object.fromEntries(names.map((name) => [name, '']));
const bareVars = (parts: Record<string, Record<string, string>>) => () => parts;

const buttonVars = ['height', 'padding-x', 'fz', 'radius', 'bg', 'hover', 'color', 'bd', 'hover-color'];
const actionIconVars = ['size', 'radius', 'bg', 'hover', 'hover-color', 'color', 'bd'];
const inputVars = [
  'right-section-width',
  ...['margin-top', 'margin-bottom', 'height', 'fz', 'padding-y'],
  ...['left-section-pointer-events', 'right-section-pointer-events'],
];

/** Plain records, not Component.extend: naming a component here must not put it into the first load of every page. */
const components: Record<string, MantineThemeComponent> = {
  Button: {
    defaultProps: { variant: 'default' },
    vars: bareVars({ root: bare(...buttonVars.map((name) => `--button-${name}`)) }),
  },
  ActionIcon: {
    defaultProps: { variant: 'subtle', size: 30, color: 'gray' },
    vars: bareVars({ root: bare(...actionIconVars.map((name) => `--ai-${name}`)) }),
  },
  Input: { vars: bareVars({ wrapper: bare(...inputVars.map((name) => `--input-${name}`)) }) },
  InputWrapper: {
    vars: bareVars({
      label: bare('--input-label-size'),
      error: bare('--input-error-size'),
      success: bare('--input-success-size'),
      description: bare('--input-description-size'),
    }),
  },
  ComboboxChevron: { vars: bareVars({ chevron: bare('--combobox-chevron-size') }) },
  Pill: { vars: bareVars({ root: bare('--pill-fz', '--pill-height') }) },
  PillGroup: { vars: bareVars({ group: bare('--pg-gap') }) },
  NumberInput: { defaultProps: { hideControls: true } },
  PasswordInput: {
    defaultProps: { visibilityToggleIcon: EyeIcon },
    vars: bareVars({ root: bare('--psi-icon-size', '--psi-button-size') }),
  },
  Checkbox: { defaultProps: { size: 'xs' } },
  Paper: { defaultProps: { withBorder: true, shadow: 'none', radius: 'lg' } },
  Badge: {
    defaultProps: { variant: 'transparent', radius: 'sm' },
    styles: { root: { height: 22, padding: '0 8px 0 6px', textTransform: 'none', fontWeight: 500, fontSize: 12 } },
  },
  Alert: { defaultProps: { variant: 'outline' } },
  Drawer: { defaultProps: { position: 'right', size: 440, transitionProps: { duration: 120 } } },
  Modal: { defaultProps: { ...still, overlayProps: { backgroundOpacity: 0.3 } } },
  Menu: { defaultProps: still },
  Popover: { defaultProps: { ...still, shadow: 'md', radius: 'lg' } },
  Combobox: { defaultProps: still },
  Tooltip: { defaultProps: { ...still, openDelay: 300 } },
  Skeleton: { defaultProps: { animate: false, radius: 'xs' } },
};

/** The one Mantine theme. Colours, lines and states live in tokens.css, loaded after Mantine's styles. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  cursorType: 'pointer',
  respectReducedMotion: true,
  defaultRadius: 'md',
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: px(12, 13, 13, 17, 20),
  lineHeights: px(16, 20, 20, 27, 28),
  radius: px(3, 5, 6, 8, 8),
  spacing: px(4, 8, 12, 16, 24),
  shadows: { xs: 'none', sm: 'none', md: float, lg: float, xl: float },
  breakpoints: { xs: '37.5em', sm: '56.25em', md: '73.75em', lg: '90em', xl: '105em' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '20px', lineHeight: '28px' }, h2: { fontSize: '13px', lineHeight: '20px' } },
  },
  colors: {
    accent: [
      '#eef0fd',
      '#dfe2fc',
      '#c3c8f4',
      '#9aa5ff',
      '#7f8bf5',
      '#6571ea',
      '#4f5cdb',
      '#3b48c8',
      '#2f3aa6',
      '#242d82',
    ],
    gray: [
      '#f8f9fa',
      '#f4f6f8',
      '#f0f2f4',
      '#e3e6ea',
      '#c6ccd3',
      '#8a929c',
      '#626b76',
      '#454d57',
      '#2a3038',
      '#14181d',
    ],
    dark: [
      '#eceef1',
      '#b3bac3',
      '#8b949f',
      '#69727d',
      '#3a424b',
      '#252a30',
      '#1b1f24',
      '#0e1013',
      '#0b0d0f',
      '#08090b',
    ],
  },
  components,
});

/** The tokens switch by themselves on [data-mantine-color-scheme]; Mantine only has to point at them. */
const roles = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-default': 'var(--bg)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-default-hover': 'var(--bg-hover)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-error': 'var(--fail-t)',
};

/** Makes Mantine's body, text, dimmed, anchor, border and hover our roles. */
export const resolver: CSSVariablesResolver = () => ({ variables: {}, light: roles, dark: roles });
