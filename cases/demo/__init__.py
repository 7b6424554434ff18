"""An invented organisation, and the roads its cases take through the real use-cases."""
