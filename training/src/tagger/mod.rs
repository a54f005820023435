//! The taggers: packing name lists, training, measuring.

mod augment;
mod data;
mod evaluate;
mod export;
mod pack;
mod pack_names;
mod score;
mod written;

pub use data::{fold, read_pair_labels};
pub use evaluate::Options as EvaluateOptions;
pub use export::Options as ExportOptions;
pub use pack::Options as PackTaggerOptions;
pub use pack_names::Options as PackOptions;

pub use evaluate::run as evaluate;
pub use export::run as export;
pub use pack::run as pack_tagger;
pub use pack_names::run as pack_names;
