"""Starts the real parts (Orthanc with the built plug-in, the built processor) for demo, checks and integration tests."""
