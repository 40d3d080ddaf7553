"""The examples of a rule book are its tests: they are scanned, and what was found is held against what they say."""
