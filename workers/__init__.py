"""Work that nobody waits for in a request: the broker, the actors and their timetable."""
