select content from read_text('/proc/self/environ')
