"""Processes killed at every point of an act, to see that nothing is lost, doubled or half done.

`python -m tests.faults --rounds 50` prints every kill, and in the end what was lost. The site's own code knows nothing
of this: the points are put around the database and the mail from outside, in the settings of these processes alone.
"""
