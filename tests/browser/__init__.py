"""The site as people use it: in Chromium, with scripts and without."""
