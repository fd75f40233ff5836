raise ImportError("this package is now mobilec.compression: mobilec.compress is the library call")
