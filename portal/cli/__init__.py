"""Clock-driven and operator commands: `flask --app wsgi …`."""
