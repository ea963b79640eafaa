"""What a step of the network takes: hours, USD and kilograms of CO2 equivalent, by class and mode."""
