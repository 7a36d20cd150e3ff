select error('Out of Memory Error: no more')
