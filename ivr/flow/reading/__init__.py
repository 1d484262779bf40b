"""Reading what administrators write: YAML with its places, matched with the language, told in plain words."""
