"""The tour: five steps on the sample, each done by oneself."""
