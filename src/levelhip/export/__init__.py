"""What leaves the machine when the person asks for it: calendar, FHIR, tables."""
