/** Calm and dense: one teal, small type, hairlines instead of shadows; shades chosen so that text reads at 4.5:1 in both schemes. */
import {
  Badge, Button, Menu, Modal, Notification, Paper, Tooltip, createTheme, type CSSVariablesResolver, type MantineColorsTuple,
} from "@mantine/core";

const yard: MantineColorsTuple = [
  "#ecfaf7", "#d3f3ec", "#a5e5d9", "#72d4c3", "#47c0ae", "#249f90", "#14847a", "#0f6e66", "#0d5852", "#0a4541",
];

const slate: MantineColorsTuple = [
  "#d4dcdc", "#b9c4c4", "#a3b0b0", "#7c8a8b", "#4d5a5b", "#364041", "#2a3334", "#1a2122", "#151b1c", "#101516",
];

/** A dialog draws its title in a header element, which is no second banner of the page. */
const plainHeader = { header: { role: "presentation" } };

export const theme = createTheme({
  primaryColor: "yard",
  primaryShade: { light: 7, dark: 7 },
  colors: { yard, dark: slate },
  autoContrast: true,
  respectReducedMotion: true,
  luminanceThreshold: 0.28,
  defaultRadius: 6,
  fontFamily: "'Inter Variable', Inter, system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  headings: {
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "1.3125rem", lineHeight: "1.35" },
      h2: { fontSize: "1.0625rem", lineHeight: "1.4" },
      h3: { fontSize: "0.9375rem", lineHeight: "1.4" },
    },
  },
  components: {
    Badge: Badge.extend({ defaultProps: { variant: "light", radius: "sm" }, styles: { root: { textTransform: "none", fontWeight: 560 } } }),
    Button: Button.extend({ defaultProps: { size: "sm" }, styles: { root: { fontWeight: 560 } } }),
    Menu: Menu.extend({ defaultProps: { shadow: "md", position: "bottom-end", withinPortal: true } }),
    Modal: Modal.extend({ defaultProps: { centered: true, radius: "md", closeButtonProps: { "aria-label": "Close" }, attributes: plainHeader }, styles: { title: { fontWeight: 620, fontSize: "0.9375rem" } } }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { "aria-label": "Close" } } }),
    Paper: Paper.extend({ defaultProps: { withBorder: true, radius: "md" } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: true } }),
  },
});

const readable = (shade: string) => ["red", "orange", "yellow", "green", "teal", "blue", "grape", "gray", "yard"]
  .map((name) => [`--mantine-color-${name}-light-color`, `var(--mantine-color-${name}-${shade})`] as const);

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#55606a",
    "--mantine-color-placeholder": "#66717b",
    "--mantine-color-error": "#b42318",
    "--mantine-color-default-border": "#dbe2e2",
    "--mantine-color-anchor": "#0f6e66",
    ...Object.fromEntries(readable("9")),
    "--mantine-color-yellow-light-color": "#7a4b00",
    "--mantine-color-orange-light-color": "#9a3412",
    "--mantine-color-green-light-color": "#1b6a2f",
    "--mantine-color-teal-light-color": "#05614b",
    "--mantine-color-red-light-color": "#a61b1b",
    "--mantine-color-gray-light-color": "#3d474e",
    "--mantine-color-red-light": "#fdebea",
  },
  dark: {
    "--mantine-color-body": "#1a2122",
    "--mantine-color-dimmed": "#a3b0b0",
    "--mantine-color-placeholder": "#93a1a1",
    "--mantine-color-error": "#ff9a92",
    "--mantine-color-default-border": "#2f393a",
    "--mantine-color-anchor": "#72d4c3",
    ...Object.fromEntries(readable("2")),
  },
});
