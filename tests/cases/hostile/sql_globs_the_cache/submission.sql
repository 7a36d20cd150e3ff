select file from glob('@CACHE@/**')
