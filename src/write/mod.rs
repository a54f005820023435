//! Writing: annotated articles → the corpus folder.
