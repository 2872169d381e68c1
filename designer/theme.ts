// The visual language as values: CSS variables for both schemes and the antd theme on top of them. Ink on paper, one accent.
import { theme as antd, type ThemeConfig } from 'antd';

export type Scheme = 'light' | 'dark';

const COLORS: Record<Scheme, Record<string, string>> = {
  light: {
    bg: '#F4F4F1',
    surface: '#FFFFFF',
    raised: '#FFFFFF',
    sunken: '#FAFAF8',
    hover: '#F5F5F2',
    line: '#E8E7E2',
    line2: '#D2D1CA',
    ctl: '#919398',
    text: '#1C1E22',
    text2: '#55585E',
    text3: '#696C72',
    accent: '#2F55D4',
    accentSolid: '#2F55D4',
    accentSolidHover: '#2649BD',
    accentSoft: '#EEF2FD',
    accentLine: '#C5D2F9',
    green: '#24744A',
    greenSolid: '#3B9464',
    greenSoft: '#E7F3EB',
    amber: '#8F5406',
    amberSolid: '#C27C00',
    amberSoft: '#FBF1DE',
    red: '#BF3429',
    redSolid: '#C9382C',
    redSoft: '#FCECE9',
    redLine: '#F0C4BE',
    grey: '#8A8D92',
    greySoft: '#F0EFEB',
    canvas: '#F8F8F5',
    dot: '#DFDED8',
    lane: '#FFFFFF',
    laneAlt: '#FCFCFA',
    laneHead: '#F1F0EC',
    node: '#FFFFFF',
    edge: '#8C8F94',
    notReachedLine: '#BDBCB6',
  },
  dark: {
    bg: '#121315',
    surface: '#191B1E',
    raised: '#24272B',
    sunken: '#16181A',
    hover: '#202327',
    line: '#2A2D31',
    line2: '#3F4349',
    ctl: '#74787F',
    text: '#E9E9E6',
    text2: '#ABAEB3',
    text3: '#8F9298',
    accent: '#8FA9FF',
    accentSolid: '#4367E3',
    accentSolidHover: '#5476EA',
    accentSoft: '#1E2742',
    accentLine: '#3A4E8C',
    green: '#71C292',
    greenSolid: '#4FA674',
    greenSoft: '#182820',
    amber: '#E3AE55',
    amberSolid: '#D6900F',
    amberSoft: '#2C2415',
    red: '#F28B80',
    redSolid: '#CC4034',
    redSoft: '#351D1B',
    redLine: '#6B322C',
    grey: '#7F8288',
    greySoft: '#26292D',
    canvas: '#141618',
    dot: '#26292D',
    lane: '#191B1E',
    laneAlt: '#1B1D20',
    laneHead: '#202327',
    node: '#23262A',
    edge: '#7E8288',
    notReachedLine: '#4C5056',
  },
};

const SHADOWS: Record<Scheme, { node: string; pop: string }> = {
  light: { node: '0 1px 2px rgba(28,26,20,.06)', pop: '0 0 0 1px rgba(28,26,20,.06),0 8px 24px rgba(28,26,20,.12)' },
  dark: { node: '0 1px 2px rgba(0,0,0,.4)', pop: '0 0 0 1px rgba(255,255,255,.07),0 8px 24px rgba(0,0,0,.5)' },
};

const FONT =
  '"Inter Variable","PingFang SC","HarmonyOS Sans SC","MiSans","Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei UI","Microsoft YaHei",sans-serif';
const MONO = 'ui-monospace,"SF Mono","Cascadia Mono",Menlo,monospace';

/** `--bg: …` and so on, for a style attribute or a stylesheet. */
export function cssVariables(scheme: Scheme): Record<string, string> {
  const variables: Record<string, string> = { '--font': FONT, '--mono': MONO, 'color-scheme': scheme };
  for (const [name, value] of Object.entries(COLORS[scheme])) variables[`--${name}`] = value;
  variables['--shadow-node'] = SHADOWS[scheme].node;
  variables['--shadow-pop'] = SHADOWS[scheme].pop;
  return variables;
}

export const cssText = (scheme: Scheme): string =>
  Object.entries(cssVariables(scheme))
    .map(([name, value]) => `${name}:${value}`)
    .join(';');

const TOKENS: Record<Scheme, NonNullable<ThemeConfig['token']>> = {
  light: {
    colorPrimary: '#2F55D4',
    colorError: '#C9382C',
    colorWarning: '#C27C00',
    colorSuccess: '#3B9464',
    colorInfo: '#2F55D4',
    colorLink: '#2F55D4',
    colorText: '#1C1E22',
    colorTextSecondary: '#55585E',
    colorTextTertiary: '#696C72',
    colorTextPlaceholder: '#696C72',
    colorBorder: '#D2D1CA',
    colorBorderSecondary: '#E8E7E2',
    colorSplit: '#E8E7E2',
    colorBgLayout: '#F4F4F1',
    colorBgContainer: '#FFFFFF',
    colorBgElevated: '#FFFFFF',
    fontFamily: 'var(--font)',
    fontSize: 14,
    fontWeightStrong: 600,
    borderRadius: 6,
    borderRadiusLG: 8,
    borderRadiusSM: 6,
    controlHeight: 32,
    controlHeightSM: 28,
    controlHeightLG: 44,
    motionDurationFast: '0.1s',
    motionDurationMid: '0.16s',
    motionDurationSlow: '0.2s',
    wireframe: false,
  },
  dark: {
    colorPrimary: '#4367E3',
    colorError: '#CC4034',
    colorWarning: '#D6900F',
    colorSuccess: '#4FA674',
    colorInfo: '#4367E3',
    colorLink: '#8FA9FF',
    colorText: '#E9E9E6',
    colorTextSecondary: '#ABAEB3',
    colorTextTertiary: '#8F9298',
    colorTextPlaceholder: '#8F9298',
    colorBorder: '#3F4349',
    colorBorderSecondary: '#2A2D31',
    colorSplit: '#2A2D31',
    colorBgLayout: '#121315',
    colorBgContainer: '#191B1E',
    colorBgElevated: '#24272B',
    fontFamily: 'var(--font)',
    fontSize: 14,
    fontWeightStrong: 600,
    borderRadius: 6,
    borderRadiusLG: 8,
    borderRadiusSM: 6,
    controlHeight: 32,
    controlHeightSM: 28,
    controlHeightLG: 44,
    motionDurationFast: '0.1s',
    motionDurationMid: '0.16s',
    motionDurationSlow: '0.2s',
    wireframe: false,
  },
};

export function antdTheme(scheme: Scheme): ThemeConfig {
  const dark = scheme === 'dark';
  const control = COLORS[scheme].ctl;
  return {
    algorithm: dark ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: TOKENS[scheme],
    components: {
      Button: {
        fontWeight: 400,
        primaryShadow: 'none',
        colorPrimaryHover: COLORS[scheme].accentSolidHover,
        defaultShadow: 'none',
        dangerShadow: 'none',
        contentFontSizeSM: 13,
        paddingInlineSM: 10,
      },
      Segmented: {
        trackBg: dark ? '#26292D' : '#ECEBE6',
        itemSelectedBg: dark ? '#3A3E44' : '#FFFFFF',
        trackPadding: 2,
      },
      Input: { colorBorder: control },
      InputNumber: { colorBorder: control },
      Select: { colorBorder: control },
      DatePicker: { colorBorder: control },
    },
  };
}

/** Props of antd's ConfigProvider that belong to the look. */
export const antdLook = { wave: { disabled: true }, button: { autoInsertSpace: false } } as const;
