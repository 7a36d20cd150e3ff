def generate(world):
    world.sales(world.people(4))
