from pyarrow import flight


def solve(members, plays):
    client = flight.connect("grpc://127.0.0.1:@PORT@")
    return list(client.list_flights(options=flight.FlightCallOptions(timeout=1)))
