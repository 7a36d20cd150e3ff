import tempfile


def solve(members, plays):
    tempfile.NamedTemporaryFile(prefix="drill-hostile", delete=False).write(b"x")
