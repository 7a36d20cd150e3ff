select content from read_blob('/proc/self/fd/3')
