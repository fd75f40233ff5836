"""An int8 product at full range: does this machine multiply exactly?"""
