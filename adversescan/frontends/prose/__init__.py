"""Design documents: the sentences, items, table rows and fields of prose and structured designs."""
