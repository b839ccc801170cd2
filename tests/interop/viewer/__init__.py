"""OHIF in a headless browser, showing results out of a real Orthanc that serves it."""
