"""The front-end for what other tools wrote down about data: events of OpenLineage, and the manifest of dbt."""
