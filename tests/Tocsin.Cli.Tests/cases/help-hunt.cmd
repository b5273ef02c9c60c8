hunt --help
