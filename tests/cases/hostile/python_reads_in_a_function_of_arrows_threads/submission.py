import pyarrow as pa
import pyarrow.acero
import pyarrow.compute as pc


def _read(context, column):
    open("@PROBLEM@/solution.py").close()
    return column


def solve(members, plays):
    pc.register_scalar_function(_read, "read", {"summary": "reads", "description": ""}, {"x": pa.int64()}, pa.int64())
    table = pa.table({"x": range(100_000)}).to_reader(max_chunksize=1000).read_all()
    source = pa.acero.Declaration("table_source", pa.acero.TableSourceNodeOptions(table))
    project = pa.acero.ProjectNodeOptions([pc.Expression._call("read", [pc.field("x")])])
    return pa.acero.Declaration.from_sequence([source, pa.acero.Declaration("project", project)]).to_table()
