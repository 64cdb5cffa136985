import { IconEye, IconEyeOff } from '@tabler/icons-react';

/** The switch of a password field. Mantine's own has a style attribute. */
export function EyeIcon({ reveal }: { reveal: boolean }) {
  const Glyph = reveal ? IconEyeOff : IconEye;
  return <Glyph size={18} stroke={1.75} aria-hidden />;
}
