"""A small corpus of our own making, in several input forms: `saidby demo` imports it, PLANTED.toml says what it holds."""
