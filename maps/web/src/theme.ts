/** One place for colour and measure: quiet greys, one accent, the system's own CJK face. */

import type { ThemeConfig } from 'antd';

export const FACES = ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC'];

export const COLOUR = {
  accent: '#0f5257',
  accentSoft: '#e3eeee',
  ink: '#1d272b',
  quiet: '#4d5b61',
  faint: '#63727a',
  line: '#d7dddf',
  ground: '#f3f5f5',
  paper: '#ffffff',
  unlawful: '#b3261e',
  past: '#8a5a00',
  chosen: '#111111',
} as const;

export const DESK_TYPE = 14;
export const PHONE_TYPE = 17;

export function themeFor(phone: boolean): ThemeConfig {
  const fontSize = phone ? PHONE_TYPE : DESK_TYPE;
  return {
    token: {
      colorPrimary: COLOUR.accent,
      colorInfo: COLOUR.accent,
      colorLink: COLOUR.accent,
      colorError: COLOUR.unlawful,
      colorText: COLOUR.ink,
      colorTextSecondary: COLOUR.quiet,
      colorTextTertiary: COLOUR.quiet,
      colorTextDescription: COLOUR.quiet,
      colorTextPlaceholder: COLOUR.faint,
      colorBorder: '#8a979c',
      colorBorderSecondary: COLOUR.line,
      colorBgLayout: COLOUR.ground,
      borderRadius: 5,
      fontFamily: `"${FACES.join('", "')}", sans-serif`,
      fontSize,
      fontSizeSM: phone ? 15 : 13,
      controlHeight: phone ? 44 : 32,
      controlHeightSM: phone ? 36 : 26,
      motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    },
    components: {
      Table: {
        cellPaddingBlockSM: phone ? 10 : 5,
        cellPaddingInlineSM: 6,
        headerBg: COLOUR.ground,
        headerColor: COLOUR.quiet,
        headerSplitColor: 'transparent',
        headerSortActiveBg: COLOUR.ground,
        headerSortHoverBg: COLOUR.accentSoft,
        bodySortBg: COLOUR.paper,
        rowHoverBg: COLOUR.accentSoft,
      },
      Collapse: { headerPadding: '6px 0', contentPadding: '0 0 8px' },
      // A thumb needs 24 pixels at least.
      ...(phone ? { Switch: { trackHeightSM: 26, handleSizeSM: 22, trackMinWidthSM: 48 } } : {}),
      Segmented: { itemSelectedColor: COLOUR.accent },
    },
  };
}
