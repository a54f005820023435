//! The taggers: packing name lists, training, measuring.

mod data;
mod evaluate;
mod field;
mod optimise;
mod pack_names;
mod score;
mod train;

pub use evaluate::Options as EvaluateOptions;
pub use pack_names::Options as PackOptions;
pub use train::Options as TrainOptions;

pub use evaluate::run as evaluate;
pub use pack_names::run as pack_names;
pub use train::run as train;
