"""The page that the plug-in serves, in a real browser: before canned answers, and before a real Orthanc."""
