"""Reports: who may ask, what is counted, and what of it is shown; as a page, a chart and a file."""
