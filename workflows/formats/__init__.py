"""The formats of scripts in files: YAML for people, a JSON Schema for tools.

Door: `yaml_io` and `schema`.
"""
