//! The colours of pictures, light and dark: blue for values, orange for cotangents, crimson for what is not finite.

/// Colours of one theme.
pub(crate) struct Palette {
    pub paper: &'static str,
    pub card: &'static str,
    pub line: &'static str,
    pub ink: &'static str,
    pub ink_2: &'static str,
    pub primal: &'static str,
    pub primal_tint: &'static str,
    pub cotangent: &'static str,
    pub cotangent_fill: &'static str,
    pub cotangent_soft: &'static str,
    pub cotangent_tint: &'static str,
    pub alarm: &'static str,
    pub alarm_tint: &'static str,
}

/// For a light page.
pub(crate) const LIGHT: Palette = Palette {
    paper: "#fbfaf7",
    card: "#ffffff",
    line: "#8a8f96",
    ink: "#17191c",
    ink_2: "#50565e",
    primal: "#0a5896",
    primal_tint: "#e4eff9",
    cotangent: "#a03c00",
    cotangent_fill: "#dd6716",
    cotangent_soft: "#f5b07c",
    cotangent_tint: "#fdeee1",
    alarm: "#a8004d",
    alarm_tint: "#fce8f0",
};

/// For a dark page.
pub(crate) const DARK: Palette = Palette {
    paper: "#0f1215",
    card: "#161a1f",
    line: "#78828d",
    ink: "#eceef0",
    ink_2: "#aeb6bf",
    primal: "#7cc0fa",
    primal_tint: "#12293d",
    cotangent: "#ffab6b",
    cotangent_fill: "#e9772b",
    cotangent_soft: "#a9541c",
    cotangent_tint: "#362114",
    alarm: "#ff8fbc",
    alarm_tint: "#3b1626",
};
