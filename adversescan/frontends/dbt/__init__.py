"""The front-end for dbt projects: models in Python, tables, exposures and seeds as their YAML files state them."""
