"""Runs in the judges' Python: pixelmed_program.py VALIDATOR FILE... prints {file: what the validator says} as JSON."""

import json
import sys

import jpype

JAR = "/usr/share/java/pixelmed.jar"
# OpenJDK 17 limits the size of XPath expressions to less than the rules of the validators need.
LIMITS = ("xpathExprOpLimit", "xpathTotalOpLimit", "xpathExprGrpLimit")


def attributes(file):
    found = jpype.JClass("com.pixelmed.dicom.AttributeList")()
    found.read(file)
    return found


def main():
    validator_name, files = sys.argv[1], sys.argv[2:]
    jpype.startJVM(*(f"-Djdk.xml.{limit}=0" for limit in LIMITS), classpath=[JAR])
    validator = jpype.JClass("com.pixelmed.validate." + validator_name)()
    print(json.dumps({file: str(validator.validate(attributes(file))) for file in files}))


if __name__ == "__main__":
    main()
