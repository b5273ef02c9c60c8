query -f -
