//! The review desk on a folder: journal, rebuilds, exports, pages.

mod desk;
mod fixture;
mod http;
