"""Opening what a stranger has sent, and making a copy of it that does nothing but show what it says.

Nothing here knows the cases, a key or the database: it runs in a process of its own (`apart`) that has bytes, a
clock and a limit of memory, and may die. Each kind is opened by a library that reads the whole of it, and is then
written anew; nothing of the original is passed on that was not understood.
"""
