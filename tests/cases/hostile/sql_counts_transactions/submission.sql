select txid_current()
