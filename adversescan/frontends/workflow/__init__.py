"""The front-end for workflow files and shell scripts: what their steps run, syntax only."""
