"""Read what people send and what the editor keeps, and make one `Book` of it."""
