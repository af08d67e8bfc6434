//! The sections of eximstats.

use super::super::{Outline, Section};

/// The sections in their order.
pub(in crate::render::outline) fn sections(outline: Outline<'_>) -> Vec<Section> {
    super::pflogsumm::sections(outline)
}
