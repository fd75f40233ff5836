"""Translates texts with a bundle that `mobilec export` wrote.

python examples/translate.py build/demo/translation "Where is the station?" "Good morning."
"""

import sys

import mobilec

folder, *texts = sys.argv[1:]
translator = mobilec.open(folder)
for text in texts:
    answer = translator.translate(text)
    print(answer.translation)
    print(f"  {answer.source_tokens} > {answer.target_tokens} tokens, {answer.milliseconds:.1f} ms")
