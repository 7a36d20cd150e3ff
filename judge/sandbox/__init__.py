"""Running a submission in a process of its own.

`inside/` is what runs in that process and knows no answer; everything else stays with the parent. Import from the
modules: a command starts its worker before it loads the rest.
"""
