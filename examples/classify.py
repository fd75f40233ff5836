"""Classifies texts with a bundle, and says so where one cannot be read.

python examples/classify.py build/demo/classification "A warm, funny film."
"""

import sys

import mobilec

folder, *texts = sys.argv[1:]
classifier = mobilec.open(folder)
for text in texts:
    try:
        answer = classifier.classify(text)
    except mobilec.Refused as reason:
        print(f"{text!r}: {reason}")
        continue
    print(f"{answer.label}, {answer.shares[answer.label]:.3f}")
