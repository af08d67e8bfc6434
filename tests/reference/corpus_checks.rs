//! What must hold for any reader of the corpus.
