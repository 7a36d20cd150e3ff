def solve(members, plays):
    texts = []
    while True:
        texts.append(str(len(texts)))
