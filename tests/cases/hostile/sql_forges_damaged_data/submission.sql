select variant_bytes_to_variant('\x01\x01\x00\x01a'::blob)
