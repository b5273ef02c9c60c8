hunt binary.bin
