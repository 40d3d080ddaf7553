"""What was found, what settles it, and what a report needs to know of it."""
