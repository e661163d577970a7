/** Yarrow's look: one accent, one type scale, an 8-point grid, compact controls. Contrast is checked by axe. */
import {
  Alert,
  Badge,
  Button,
  createTheme,
  Input,
  InputWrapper,
  Modal,
  NativeSelect,
  Notification,
  Select,
  Tabs,
  Textarea,
  TextInput,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core'

/** The green of a yarrow leaf. Shade 7 carries white text at 6.2:1; shade 3 reads on the dark background at 8:1. */
const yarrow: MantineColorsTuple = [
  '#eaf7f3',
  '#d3ede4',
  '#a5dac9',
  '#72c6ab',
  '#48b392',
  '#299a79',
  '#158163',
  '#0f6d54',
  '#0b5643',
  '#083f32',
]

const gray: MantineColorsTuple = [
  '#f7f9f8',
  '#f0f3f2',
  '#e5e9e8',
  '#d8dddb',
  '#c0c7c5',
  '#98a19e',
  '#5f6865',
  '#4a5250',
  '#333a38',
  '#1c2220',
]

const dark: MantineColorsTuple = [
  '#e2e6e4',
  '#bcc4c1',
  '#98a29f',
  '#6d7774',
  '#3a4340',
  '#2d3432',
  '#232928',
  '#191d1c',
  '#131716',
  '#0d100f',
]

/**
 * Chromium hands what stands in a field to main, to fill it in again after going back, and never forgets it there; not
 * with this, on the field or (the only way for a text area) on its form (F-903).
 */
const UNKEPT = { autoComplete: 'off' }

export const theme = createTheme({
  colors: { yarrow, gray, dark },
  primaryColor: 'yarrow',
  primaryShade: { light: 7, dark: 7 },
  black: '#1c2220',
  fontFamily: "'Inter Variable', 'Inter Room', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '0.25rem', sm: '0.5rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  defaultRadius: 'sm',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, props) =>
        props.size === 'sm'
          ? { root: { '--button-height': '32px', '--button-padding-x': '12px', '--button-fz': '0.8125rem' } }
          : { root: {} },
      styles: { root: { fontWeight: 550 } },
    }),
    // Names, codes and addresses are no words to correct; a note says so itself.
    TextInput: TextInput.extend({ defaultProps: { ...UNKEPT, spellCheck: false } }),
    Textarea: Textarea.extend({ defaultProps: { ...UNKEPT, spellCheck: false } }),
    NativeSelect: NativeSelect.extend({ defaultProps: UNKEPT }),
    Select: Select.extend({ defaultProps: UNKEPT }),
    Input: Input.extend({
      vars: () => ({ wrapper: { '--input-height': '32px', '--input-fz': '0.875rem' } }),
    }),
    InputWrapper: InputWrapper.extend({
      vars: () => ({
        label: { '--input-label-size': '0.8125rem' },
        description: { '--input-description-size': '0.75rem' },
        error: { '--input-error-size': '0.75rem' },
        success: {},
      }),
      styles: { label: { fontWeight: 500, marginBottom: 4 } },
    }),
    Modal: Modal.extend({
      defaultProps: {
        yOffset: '10vh',
        radius: 'md',
        overlayProps: { backgroundOpacity: 0.4 },
        // It is there at once, to take what is typed; theme.css lets it fade in.
        transitionProps: { duration: 0 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: { title: { fontWeight: 600, fontSize: '1rem' } },
    }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 400,
        events: { hover: true, focus: true, touch: false },
        // Beside what it explains, so that it belongs to the same landmark; fixed, so that nothing clips it.
        withinPortal: false,
        floatingStrategy: 'fixed',
      },
    }),
    Badge: Badge.extend({
      defaultProps: { variant: 'light', radius: 'sm', size: 'sm' },
      styles: { root: { textTransform: 'none', fontWeight: 550, letterSpacing: 0 } },
    }),
    Alert: Alert.extend({ defaultProps: { variant: 'light', radius: 'md' } }),
    Tabs: Tabs.extend({ styles: { tab: { fontSize: '0.8125rem', fontWeight: 550 } } }),
  },
})

/** Names for the surfaces and lines that our own style sheets use, one value for each theme. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-error': '#b42318',
    '--mantine-color-placeholder': '#68716e',
    '--mantine-color-dimmed': '#5f6865',
    '--mantine-color-anchor': '#0f6d54',
    '--y-surface': '#f7f9f8',
    '--y-raised': '#ffffff',
    '--y-line': '#e5e9e8',
    '--y-hover': '#f0f3f2',
    '--y-scroll': '#98a19e',
    '--y-selected': '#e2f2ed',
    '--y-accent-text': '#0f6d54',
    '--y-focus': '#0f6d54',
    '--y-good': '#0f6d54',
    '--y-warn': '#8a5a00',
    '--y-warn-surface': '#fdf6e3',
    '--y-bad': '#b42318',
    '--y-bad-surface': '#fdf1ef',
  },
  dark: {
    '--mantine-color-error': '#ff9488',
    '--mantine-color-placeholder': '#8d9794',
    '--mantine-color-dimmed': '#98a29f',
    '--mantine-color-anchor': '#72c6ab',
    '--y-surface': '#131716',
    '--y-raised': '#1f2523',
    '--y-line': '#2d3432',
    '--y-hover': '#232928',
    '--y-scroll': '#6d7774',
    '--y-selected': '#17332b',
    '--y-accent-text': '#72c6ab',
    '--y-focus': '#48b392',
    '--y-good': '#72c6ab',
    '--y-warn': '#e7b95a',
    '--y-warn-surface': '#2b2414',
    '--y-bad': '#ff9488',
    '--y-bad-surface': '#33201d',
  },
})
