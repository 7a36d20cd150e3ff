class solve:
    def __init__(self, members, plays):
        pass
