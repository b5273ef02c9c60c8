hnt samples
