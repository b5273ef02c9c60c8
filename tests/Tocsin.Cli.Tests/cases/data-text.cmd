hunt notes.txt
