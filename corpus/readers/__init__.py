"""From a file's bytes to text, one reader a format; `sandbox` runs those that parse in a limited child."""
